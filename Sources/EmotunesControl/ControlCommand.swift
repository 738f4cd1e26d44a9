import ArgumentParser
import ControlProtocol
import ControlSocket

/// A command that talks to the daemon.
protocol ControlCommand: ParsableCommand {
    func run(in context: ControlContext) throws
}

/// The option that says where the daemon's socket is.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's control socket.", valueName: "path"), completion: .file())
    var socket: String?

    func connect(in context: ControlContext) throws(ControlClientError) -> ControlClient {
        try ControlClient.connect(
            to: SocketLocation.forClient(
                explicit: socket, environment: context.environment, uid: context.uid, owner: context.folderOwner))
    }
}

/// The option that says how the answer is printed.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the daemon's answer as JSON.")
    var json = false

    /// Prints one of the daemon's objects, as JSON or rendered for people.
    func show<Answer: Decodable>(
        _ object: JSONValue?, in context: ControlContext, as type: Answer.Type, render: (Answer) -> [String]
    ) throws {
        try context.show(object ?? .null, asJSON: json, render: render)
    }

    /// Confirms what was done with a sentence, or as JSON with the daemon's status after it.
    func confirm(_ sentence: String, _ client: inout ControlClient, in context: ControlContext) throws {
        if json {
            try context.write((client.call(.getStatus)["status"] ?? .null).prettyText + "\n")
        } else {
            try context.write(sentence + "\n")
        }
    }
}

extension ControlContext {
    /// Prints one of the daemon's objects. One that this version cannot decode (from a much older or newer daemon) is
    /// printed as JSON.
    func show<Answer: Decodable>(_ object: JSONValue, asJSON: Bool, render: (Answer) -> [String]) throws {
        if asJSON {
            try write(object.prettyText + "\n")
        } else if let answer = try? object.withoutControlCharacters.decoded(as: Answer.self) {
            try write(render(answer).joined(separator: "\n") + "\n")
        } else {
            printError("emotunesctl: this emotunesd is of another version; here is its answer as it came:")
            try write(object.prettyText + "\n")
        }
    }
}

extension JSONValue {
    /// With control characters in its texts replaced by spaces: titles come from untrusted files, and a terminal would
    /// interpret escape sequences.
    var withoutControlCharacters: JSONValue {
        switch self {
        case .string(let text):
            .string(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isControl ? " " : $0 })))
        case .array(let elements): .array(elements.map(\.withoutControlCharacters))
        case .object(let object):
            .object(JSONObject(object.members.map { .init($0.name, $0.value.withoutControlCharacters) }))
        default: self
        }
    }
}

extension Unicode.Scalar {
    /// C0, delete, C1, and the marks that change the direction of writing.
    fileprivate var isControl: Bool {
        properties.generalCategory == .control || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}
