import ArgumentParser
import ControlProtocol

struct DoctorCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check camera, models, settings, service and account, and say what to do.",
        discussion: """
            A line for each thing that was looked at: ok, warning (EmoTunes works without it) or problem, with the way \
            to mend it behind the arrow. Works without a daemon, changes nothing and disturbs no camera in use.

            Exit status: 0 no problem, warnings perhaps; 1 at least one problem; 2 bad usage.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("The settings that emotunesd is started with.", valueName: "file"), completion: .file())
    var config: String?
    @Option(
        name: .customLong("state-dir"), help: ArgumentHelp("The state folder it is given.", valueName: "folder"),
        completion: .directory)
    var stateFolder: String?
    @Option(
        name: .customLong("data-dir"), help: ArgumentHelp("The data folder it is given.", valueName: "folder"),
        completion: .directory)
    var dataFolder: String?
    @Flag(help: "Print the findings as JSON.")
    var json = false

    func run(in context: ControlContext) throws {
        let findings = Findings(
            CameraCheck(context: context).findings + needs(context)
                + DaemonCheck(connection: connection, context: context).findings
                + ServiceCheck(context: context).findings)
        if json {
            try context.write(try JSONValue(encoding: findings).prettyText + "\n")
        } else {
            try context.write(findings.findings.map { line($0, context.style) + "\n" }.joined())
        }
        if findings.hasProblems { throw ProblemsFound() }
    }

    /// The findings of `emotunesd --check`: settings, models and folders.
    private func needs(_ context: ControlContext) -> [Finding] {
        let daemon = context.doctor.daemon()
        let given = [("--config", config), ("--state-dir", stateFolder), ("--data-dir", dataFolder)]
        let options = given.flatMap { name, value in value.map { [name, $0] } ?? [] }
        guard let run = context.doctor.run([daemon, "--check"] + options) else {
            return [
                Finding(
                    "installation", .problem, "\(daemon) cannot be started, or does not answer within a minute",
                    fix: "install EmoTunes again: sudo make install")
            ]
        }
        guard let json = try? JSONValue(parsing: run.output), let found = try? json.decoded(as: Findings.self) else {
            return [
                Finding(
                    "installation", .problem, "\(daemon) is damaged or of another version (status \(run.status))",
                    fix: "install EmoTunes again: sudo make install")
            ]
        }
        return found.findings
    }

    private func line(_ finding: Finding, _ style: Style) -> String {
        let verdict = Columns.pad(finding.verdict.rawValue, 9)
        let coloured =
            switch finding.verdict {
            case .ok: style.good(verdict)
            case .warning: style.attention(verdict)
            case .problem, .unrecognised: style.bad(verdict)
            }
        let name = Columns.pad(finding.check.replacing("_", with: " "), 19)
        return coloured + style.bold(name) + finding.detail + (finding.fix.map { " → " + style.accent($0) } ?? "")
    }
}

/// Thrown after the findings were printed, to end with status 1.
struct ProblemsFound: Error {}
