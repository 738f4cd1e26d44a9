import ArgumentParser
import ControlProtocol
import ControlSocket
import Glibc

struct WatchCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follow the mood as it changes, until Ctrl-C.",
        discussion: """
            On a terminal: a live view. Elsewhere: a line for every change of state, mood, camera or playlist. With \
            --json: every change of anything, one object a line. With --format: a line for a bar whenever what it shows \
            changes; it stays when the daemon ends and goes on when it is back.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Print every status as one line of JSON.")
    var json = false

    @Option(help: "Lines for a bar: waybar, i3blocks or plain.")
    var format: BarFormat?

    func validate() throws {
        if json, format != nil { throw ValidationError("--json and --format are two formats: use one of them.") }
    }

    func run(in context: ControlContext) throws {
        if let format { return try BarWatch(format: format, connection: connection, context: context).run() }
        var client = try connection.connect(in: context)
        try client.send(VarlinkCall(method: ControlMethod.monitor.fullName, more: true))
        if context.isTerminal, !json {
            try LiveView(connection: connection, context: context).run(&client)
        } else {
            try printLines(&client, in: context)
        }
    }

    private func printLines(_ client: inout ControlClient, in context: ControlContext) throws {
        var last: WatchLine?
        var continues = true
        while continues {
            guard let reply = try client.takeReply() else {
                try context.waitForInput(client.pollDescriptor)
                try client.receive()
                continue
            }
            continues = reply.continues
            guard let object = reply.parameters["status"] else { continue }
            guard !json, let status = try? object.withoutControlCharacters.decoded(as: Status.self) else {
                try context.write(object.compactText + "\n")
                continue
            }
            let line = WatchLine(status)
            if line != last { try context.write("\(context.calendar.seconds(context.now()))  \(line.text)\n") }
            last = line
        }
        throw ControlClientError.disconnected
    }

}

extension ControlContext {
    /// Waits for a message of the daemon. It polls standard output too: a closed pipe is otherwise noticed at the next
    /// write only, and `emotunesctl watch | head -1` would stay until the next change.
    func waitForInput(_ descriptor: Int32) throws(OutputError) {
        var entries = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: outputDescriptor ?? -1, events: 0, revents: 0),
        ]
        while entries[0].revents == 0 {
            _ = poll(&entries, nfds_t(entries.count), -1)
            if Int32(entries[1].revents) & (POLLERR | POLLHUP) != 0 { throw .readerClosed }
        }
    }
}

extension BarFormat: ExpressibleByArgument {}

/// The content of a line of `watch`; a line equal to the last one is not printed.
struct WatchLine: Equatable {
    let state: DaemonState
    let camera: CameraState
    let mood: MoodName?
    let playlist: Int?
    let isHeld: Bool

    init(_ status: Status) {
        state = status.state
        camera = status.camera.state
        mood = status.mood?.name
        playlist = status.playlist?.id
        isHeld = status.moodHold != nil
    }

    var text: String {
        let mood = mood.map { "mood \($0.rawValue)" + (isHeld ? " (held)" : "") } ?? "no mood yet"
        let playlist = playlist.map { "playlist \($0)" } ?? "no playlist yet"
        return "\(state.rawValue), camera \(camera.rawValue), \(mood), \(playlist)"
    }
}
