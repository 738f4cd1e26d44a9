import ArgumentParser
import CameraDevices
import ControlProtocol
import VideoCapture

/// The commands about cameras. They work without a daemon, and never open a camera that the daemon uses.
struct CameraCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "camera", abstract: "Show the machine's cameras, or try one.",
        subcommands: [CameraListCommand.self, CameraTestCommand.self])
}

struct CameraListCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show every video device, and which one v4l2:auto takes.")

    @Flag(help: "Print the list as JSON.")
    var json = false

    func run(in context: ControlContext) throws {
        let reports = context.cameras.list()
        if json {
            let list = try JSONValue(encoding: ["cameras": reports])
            try context.write(list.prettyText + "\n")
        } else if reports.isEmpty {
            try context.write("There is no video device. Plug a camera in, or watch something else with --source.\n")
        } else {
            try context.write(reports.flatMap { lines($0, context.style) }.joined(separator: "\n") + "\n")
        }
    }

    private func lines(_ report: CameraReport, _ style: Style) -> [String] {
        var head = style.bold(report.path)
        if let name = report.name { head += "  \(name)" }
        if report.isAuto { head += "  " + style.accent("(auto)") }
        var lines = [head]
        var kind: [String] = []
        if let isCapture = report.isCapture {
            kind.append(
                isCapture ? (report.isInfrared ? "infrared camera" : "camera") : "no camera: metadata or output")
        }
        if let driver = report.driver { kind.append(driver) }
        if let bus = report.bus { kind.append(bus) }
        if !kind.isEmpty { lines.append("  " + kind.joined(separator: ", ")) }
        if !report.formats.isEmpty { lines.append("  formats " + report.formats.joined(separator: " ")) }
        let users = report.usedBy.map { "\($0.program) (process \($0.process))" }.joined(separator: ", ")
        switch report.state {
        case .free: if !users.isEmpty { lines.append("  open in \(users), free to stream from") }
        case .busy: lines.append("  " + style.attention("in use by \(users.isEmpty ? "another program" : users)"))
        case .daemon: lines.append("  " + style.good("emotunesd watches through it: \(users)"))
        case .denied, .failed: lines.append("  " + style.bad(report.detail ?? report.state.rawValue))
        }
        return lines
    }
}

struct CameraTestCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Open a camera for two seconds and say what it delivers. No picture is written anywhere.")

    @Argument(help: "The camera's node or a link to it; without it the one v4l2:auto takes.")
    var path: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    private static let seconds = 2.0

    func run(in context: ControlContext) throws {
        let machine = context.cameras
        let holders = machine.holders()
        let trial: CameraMeasurement
        do {
            trial = try CameraMeasurement.run(try device(machine, holders), seconds: Self.seconds, on: machine)
        } catch let error as CameraDeviceError {
            throw CommandFailure(message: error.description, mend: "emotunesctl doctor")
        } catch let error as CaptureError {
            throw CommandFailure(message: error.description + others(machine, holders), mend: "emotunesctl camera list")
        }
        if json {
            try context.write(try JSONValue(encoding: trial).prettyText + "\n")
            return
        }
        let style = context.style
        let verdict = trial.verdict == .good ? style.good(trial.verdict.sentence) : style.bad(trial.verdict.sentence)
        try context.write(
            """
            \(style.bold(trial.summary))
              \(trial.frames) frames in \(Int(Self.seconds)) s, \(trial.framesPerSecond) a second
              brightness \(trial.brightness) of 255, contrast \(trial.contrast): \(verdict)

            """)
    }

    /// The camera to test; an error if the daemon uses it.
    private func device(_ machine: CameraMachine, _ holders: [String: [DeviceHolder]]) throws -> CaptureDevice {
        guard let wanted = path ?? machine.list().first(where: \.isAuto)?.path else {
            throw CommandFailure(
                message: "there is no camera to try", mend: "emotunesctl camera list")
        }
        if let daemon = machine.daemon(holding: wanted, among: holders) {
            throw CommandFailure(
                message: """
                    emotunesd (process \(daemon.process)) watches through \(wanted); free it for a \
                    minute and try again
                    """, mend: "emotunesctl pause 1m")
        }
        let device = try machine.describe(wanted)
        guard device.isCapture else {
            throw CommandFailure(
                message: "\(wanted) (\(device.card)) is no camera", mend: "emotunesctl camera list")
        }
        return device
    }

    /// The programs that have the camera open, as far as this user may see.
    private func others(_ machine: CameraMachine, _ holders: [String: [DeviceHolder]]) -> String {
        guard let path, let users = holders[machine.target(path)], !users.isEmpty else { return "" }
        return " (open in " + users.map { "\($0.program), process \($0.process)" }.joined(separator: "; ") + ")"
    }
}
