import ArgumentParser
import ControlProtocol
import ControlSocket

struct CalibrateCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Learn your face at rest in half a minute, so that it is not taken for a mood.",
        discussion: """
            Some faces look sad or angry when nothing is the matter. Sit as you usually do while it counts; seven numbers \
            are kept, no picture.
            """)

    @Option(help: ArgumentHelp("How long to look, 10 to 120.", valueName: "seconds"))
    var seconds = ControlInterface.usualCalibrationSeconds
    @Flag(help: "Forget your face at rest, calibrated or learned.")
    var forget = false

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard ControlInterface.calibrationSeconds.contains(seconds) else {
            throw ValidationError("--seconds must be from 10 to 120.")
        }
    }

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        if forget {
            _ = try client.call(.forgetCalibration)
            return try output.confirm("Forgotten: your face is read like everybody's again.", &client, in: context)
        }
        if !output.json { try context.write("Sit as you usually do for \(seconds) seconds …\n") }
        let reply = try client.call(
            .calibrate, ["seconds": .integer(Int64(seconds))], timeout: .seconds(seconds + 30))
        try output.show(.object(reply), in: context, as: Calibration.self) {
            ["Learned from \($0.looks) looks. `emotunesctl calibrate --forget` undoes it."]
        }
    }

    private struct Calibration: Codable { var looks: Int }
}
