import CatalogueCommands
import Configuration
import ControlProtocol
import ControlTestSupport
import SettingsCommands

@testable import EmotunesControl

/// A context for commands that records their output, with a fixed clock.
final class TestSurroundings {
    var output = ""
    private(set) var errorOutput = ""
    var isTerminal = false
    var size: (columns: Int, rows: Int)?
    var environment: [String: String] = [:]
    /// A machine without video devices.
    var cameras = CameraMachine(nodes: [])
    var doctor = DoctorMachine()
    /// Holds the user's and the system's configuration; nil: there is neither.
    var configurationFolder: String?
    /// The arguments of every start of the live page's program, which is not there.
    private(set) var startedPages: [[String]] = []
    /// After so many writes the next one fails with `outputError`.
    var closesAfter = Int.max
    var outputError = OutputError.readerClosed

    /// Ten minutes after `Samples.status` says its mood began.
    static let now = Timestamp(secondsSince1970: 1_772_373_909.25 + 600)

    var context: ControlContext {
        var context = ControlContext(
            environment: environment, uid: 1000, folderOwner: { _ in nil },
            write: { text throws(OutputError) in
                guard self.closesAfter > 0 else { throw self.outputError }
                self.closesAfter -= 1
                self.output += text
            },
            printError: { self.errorOutput += $0 + "\n" }, outputDescriptor: nil, isTerminal: isTerminal,
            terminalSize: { self.size }, now: { Self.now }, calendar: .utc)
        context.cameras = cameras
        context.becomePage = { arguments in
            self.startedPages.append(arguments)
            return CommandFailure(message: "it is not there", mend: "look")
        }
        context.doctor = doctor
        context.catalogue = CatalogueWork.perform
        context.tasteFile = TasteReading.content
        context.settingsFiles = SettingsFiles(listing: SettingsWork.listing, change: SettingsWork.change)
        context.locations = { self.locations }
        context.readLine = { "http://127.0.0.1:1/callback?code=c" }
        return context
    }

    private var locations: Locations {
        let environment = configurationFolder.map { ["XDG_CONFIG_HOME": "\($0)/user"] } ?? [:]
        var host = Host(environment: environment, userID: 1000, home: nil, executable: nil) { _ in nil }
        host.systemFolder = configurationFolder.map { "\($0)/etc" } ?? "/nonexistent"
        return Locations(host: host)
    }

    func run(_ arguments: String...) -> Int32 {
        ControlCommandLine.run(arguments, in: context)
    }
}

extension CameraMachine {
    /// A machine with these nodes, of which nothing else is known.
    init(nodes: [String]) {
        self.init()
        self.nodes = { nodes }
        holders = { [:] }
        target = { $0 }
        name = { _ in nil }
        isTaken = { _ in false }
    }
}

extension ControlCommandLine {
    /// Whether these are arguments that `run` would carry out: also a setting's value is one that it can have.
    static func carriesOut(_ words: [String]) -> Bool {
        guard understands(words) else { return false }
        guard words.count >= 4, words[..<2] == ["config", "set"] else { return true }
        return SettingSchema.rule(for: words[2])?.value(parsing: words[3]) != nil
    }
}
