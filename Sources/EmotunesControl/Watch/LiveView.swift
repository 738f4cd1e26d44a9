import CLinux
import ControlProtocol
import ControlSocket
import Glibc
import Platform

/// The full-screen view of `watch`: redrawn at each message of the daemon, when the window changes its size, and each
/// second for the times shown.
struct LiveView {
    let connection: ConnectionOptions
    let context: ControlContext

    /// Runs until the daemon ends the connection or a signal ends the view.
    func run(_ client: inout ControlClient) throws {
        let signals = try SignalDescriptor([SIGINT, SIGTERM, SIGHUP, SIGWINCH])
        var screen = LiveScreen(history: recentHistory())
        try context.write(LiveScreen.enter)
        defer { try? context.write(LiveScreen.leave) }

        while true {
            while let reply = try client.takeReply() {
                let moodBefore = screen.status?.mood?.name
                try screen.take(reply)
                if screen.status?.mood?.name != moodBefore { screen.history = recentHistory() ?? screen.history }
            }
            try context.write(screen.drawing(in: context))
            switch try wait(client.pollDescriptor, signals) {
            case .readable: try client.receive()
            case .again: break
            case .enough: return
            }
        }
    }

    private enum Event {
        case readable, again, enough
    }

    private func wait(_ descriptor: Int32, _ signals: borrowing SignalDescriptor) throws -> Event {
        var entries = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.raw, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&entries, nfds_t(entries.count), 1000)
        while entries[1].revents != 0, let signal = signals.next() {
            if signal != SIGWINCH { return .enough }
        }
        return entries[0].revents != 0 ? .readable : .again
    }

    /// Nil if the daemon does not answer in time; the view then shows no shifts.
    private func recentHistory() -> History? {
        guard var client = try? connection.connect(in: context),
            let object = try? client.call(.getHistory, timeout: .seconds(1))["history"]
        else { return nil }
        return try? object.withoutControlCharacters.decoded(as: History.self)
    }
}

/// A signalfd. The signals stay blocked: the process ends with the view.
private struct SignalDescriptor: ~Copyable {
    let raw: Int32

    init(_ signals: [Int32]) throws {
        raw = emotunes_signalfd(signals, Int32(signals.count))
        guard raw >= 0 else {
            throw CommandFailure(message: "could not wait for signals: \(Errno.last)", mend: "ulimit -n")
        }
    }

    deinit { close(raw) }

    borrowing func next() -> Int32? {
        let signal = emotunes_read_signal(raw)
        return signal == 0 ? nil : signal
    }
}
