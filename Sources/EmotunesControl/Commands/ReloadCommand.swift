import ArgumentParser
import ControlProtocol
import ControlSocket

struct ReloadCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Read the configuration again.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        _ = try client.call(.reload)
        try output.confirm("The configuration was read again and is in force.", &client, in: context)
    }
}
