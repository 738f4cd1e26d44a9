import ControlProtocol
import ControlSocket
import Glibc

/// `watch` for a bar: a line for every change of what it shows, through ends and beginnings of the daemon.
struct BarWatch {
    let format: BarFormat
    let connection: ConnectionOptions
    let context: ControlContext
    /// Waits until it is worth asking again for a daemon that was not there.
    let pause: (ControlContext) throws(OutputError) -> Void

    /// So long, in milliseconds.
    private static let retryMilliseconds: Int32 = 2000

    init(
        format: BarFormat, connection: ConnectionOptions, context: ControlContext,
        pause: @escaping (ControlContext) throws(OutputError) -> Void = Self.wait
    ) {
        self.format = format
        self.connection = connection
        self.context = context
        self.pause = pause
    }

    /// Runs until the reader has gone.
    func run() throws {
        var last: String?
        func show(_ bar: BarLine) throws(OutputError) {
            let line = bar.line(format)
            if line != last { try context.write(line + "\n") }
            last = line
        }
        while true {
            var off = BarLine.off
            do {
                try follow(show)
            } catch let error as OutputError {
                throw error
            } catch let error as ControlClientError {
                // Gone, or not there yet: a bar shows that, too.
                off = .off(error)
            }
            try show(off)
            try pause(context)
        }
    }

    private func follow(_ show: (BarLine) throws(OutputError) -> Void) throws {
        var client = try connection.connect(in: context)
        try client.send(VarlinkCall(method: ControlMethod.monitor.fullName, more: true))
        var continues = true
        while continues {
            guard let reply = try client.takeReply() else {
                try context.waitForInput(client.pollDescriptor)
                try client.receive()
                continue
            }
            continues = reply.continues
            guard
                let status = try? reply.parameters["status"]?.withoutControlCharacters.decoded(as: Status.self),
                continues
            else { continue }
            try show(BarLine(status, now: context.now(), calendar: context.calendar))
        }
    }

    private static func wait(_ context: ControlContext) throws(OutputError) {
        var entry = pollfd(fd: context.outputDescriptor ?? -1, events: 0, revents: 0)
        _ = poll(&entry, 1, retryMilliseconds)
        if Int32(entry.revents) & (POLLERR | POLLHUP) != 0 { throw .readerClosed }
    }
}
