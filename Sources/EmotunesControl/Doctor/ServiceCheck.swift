import ControlProtocol

/// Checks that systemd knows the daemon and that its journal can be read.
struct ServiceCheck {
    let context: ControlContext

    var findings: [Finding] { [units, journal, catalogue] }

    /// The message id of a mood shift (`systemd/emotunes.catalog`); ids never change.
    private static let shiftMessage = "a033612210594cd98b4c33fb6b2478fe"

    private struct Unit {
        var isLoaded = false, isEnabled = false, isActive = false, hasFailed = false

        init?(_ run: ProgramRun?) {
            guard let run, run.status == 0 else { return nil }
            for line in run.output.split(separator: "\n") {
                switch line {
                case "LoadState=loaded": isLoaded = true
                case "UnitFileState=enabled", "UnitFileState=enabled-runtime": isEnabled = true
                case "ActiveState=active", "ActiveState=reloading", "ActiveState=activating": isActive = true
                case "ActiveState=failed": hasFailed = true
                default: break
                }
            }
        }
    }

    private func unit(_ scope: [String]) -> Unit? {
        Unit(
            context.doctor.run(
                ["systemctl"] + scope + [
                    "show", "emotunesd.service", "--property=LoadState,UnitFileState,ActiveState",
                ]))
    }

    private var units: Finding {
        let name = "units"
        let (user, system) = (unit(["--user"]), unit([]))
        if let system, system.isLoaded, system.isActive || system.isEnabled {
            return judged(name, system, "system", "")
        }
        guard let user else {
            let scope = system == nil ? "systemd" : "the user's systemd"
            return Finding(
                name, .warning, "\(scope) cannot be asked here",
                fix: "none needed if you start emotunesd yourself; else log in at a desktop or by ssh")
        }
        guard user.isLoaded else {
            return Finding(
                name, .warning, "systemd knows no emotunesd.service",
                fix: "sudo make install, then: systemctl --user daemon-reload")
        }
        return judged(name, user, "user", "--user ")
    }

    private func judged(_ name: String, _ unit: Unit, _ scope: String, _ option: String) -> Finding {
        if unit.hasFailed {
            return Finding(
                name, .problem, "the \(scope) service has failed", fix: "journalctl \(option)-u emotunesd -e says why")
        }
        if !unit.isEnabled {
            return Finding(
                name, .warning,
                "the \(scope) service \(unit.isActive ? "runs" : "is installed"), but does not start by itself",
                fix: "systemctl \(option)enable --now emotunesd")
        }
        return Finding(name, .ok, "the \(scope) service is enabled\(unit.isActive ? " and runs" : "")")
    }

    private var journal: Finding {
        let name = "journal"
        let run = context.doctor.run([
            "journalctl", "-q", "--no-pager", "-t", "emotunesd", "-n", "1", "-o", "short-iso",
        ])
        guard let run, run.status == 0 else {
            return Finding(
                name, .warning, "there is no journal to read",
                fix: "none needed if you start emotunesd yourself: it then writes to the terminal")
        }
        guard let newest = run.output.split(separator: " ").first else {
            return Finding(
                name, .warning, "it holds no line of emotunesd that you may read",
                fix: "start the service; if it runs: sudo usermod -aG systemd-journal $USER, then log out and in")
        }
        return Finding(name, .ok, "the newest line of emotunesd is of \(newest)")
    }

    private var catalogue: Finding {
        let name = "journal_catalogue"
        let run = context.doctor.run(["journalctl", "--no-pager", "--list-catalog", Self.shiftMessage])
        guard let run, run.status == 0, !run.output.isEmpty else {
            return Finding(
                name, .warning, "journalctl -x does not explain our lines yet", fix: "sudo journalctl --update-catalog")
        }
        return Finding(name, .ok, "journalctl -x explains our lines")
    }
}
