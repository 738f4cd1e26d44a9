import ControlProtocol
import ControlSocket
import Glibc
import NIOPosix
import Platform

/// The live page's program, which `emotunesctl page --live` turns into.
package enum PageProgram {
    /// For how long the first page is waited for: an address may be copied by hand.
    private static let first = Duration.seconds(600)

    /// Serves the page until its last viewer has gone.
    ///
    /// - Parameter arguments: the command line without the program's name.
    /// - Returns: the exit status: 0 when no page is open any more, 1 if no port can be had, 2 for bad usage.
    package static func run(_ arguments: [String], environment: [String: String]) async -> Int32 {
        guard let options = PageOptions(arguments) else {
            say("usage: emotunes-page [--socket PATH] [--open] [--linger SECONDS]; started by emotunesctl page --live")
            return 2
        }
        signal(SIGPIPE, SIG_IGN)
        let link = DaemonLink(
            locations: SocketLocation.forClient(
                explicit: options.socket, environment: environment, uid: getuid()))
        let hub = PageHub()
        let life = PageLife(first: first, linger: .seconds(options.linger))
        let follower = NIOThreadPool(numberOfThreads: 1), workers = NIOThreadPool(numberOfThreads: 3)
        let lookups = NIOThreadPool(numberOfThreads: 1)
        for pool in [follower, workers, lookups] { pool.start() }
        follower.submit { _ in link.follow(into: hub) }
        do {
            let server = try await PageServer.bind(lookups: lookups)
            let token = Secret()
            let entrance = PageGuard.entrance(port: server.port, token: token)
            let file =
                options.opens
                ? EntranceFile.make(entrance: entrance, port: server.port, environment: environment) : nil
            defer { file?.remove() }
            let door = PageGuard(port: server.port, token: token) { lookups.submit { _ in file?.remove() } }
            let responder = PageResponder(door: door) { method, parameters in
                try await workers.runIfActive { try link.call(method, parameters) }
            }
            print(entrance)
            fflush(nil)
            if options.opens { Browser.open(file?.address ?? entrance, environment: environment) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run(responder, hub: hub, life: life) }
                group.addTask { try await life.wait() }
                _ = try await group.next()
                group.cancelAll()
            }
        } catch {
            say("the page cannot be served: \(error)")
            return 1
        }
        return 0
    }

    private static func say(_ text: String) {
        var line = "emotunes-page: \(text)\n"
        _ = line.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
    }
}

/// The program's command line.
struct PageOptions: Hashable {
    /// The daemon's socket, if a person named one.
    var socket: String?
    /// Whether the browser is to be opened.
    var opens = false
    /// Seconds for which another page is waited for after the last was closed.
    var linger = 60

    /// Nil where it is not understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--open": opens = true
            case "--socket":
                guard let path = rest.popFirst() else { return nil }
                socket = path
            case "--linger":
                guard let seconds = rest.popFirst().flatMap(Int.init), (0...3600).contains(seconds) else { return nil }
                linger = seconds
            default: return nil
            }
        }
    }
}
