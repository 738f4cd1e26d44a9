import MessageBus

/// A program that is to be run because something happened.
package struct HookCall: Sendable, Hashable {
    /// The program, absolute or a name that the service manager looks for, and its arguments. Not empty.
    package var command: [String]
    /// What it is told, by name; besides what the service manager gives every program.
    package var environment: [String: String]
    /// Seconds it may take.
    package var limit: Double

    package init(command: [String], environment: [String: String], limit: Double) {
        self.command = command
        self.environment = environment
        self.limit = limit
    }

    /// How people call it.
    var name: String { "the hook \(command.first ?? "")" }

    /// What a transient unit needs to be given to run it: away from the daemon's own sandbox and group of processes, and
    /// with everything that it starts ended with it.
    var properties: [(String, BusArgument)] {
        let seconds: UInt64 = 1_000_000
        return [
            ("Description", .text("EmoTunes hook \(command.first ?? "")")),
            // What cannot be executed is then told as a failure of the start.
            ("Type", .text("exec")),
            // No shell, and no variables filled in: the arguments go as they are.
            (
                "ExecStartEx",
                .list(
                    of: "(sasas)",
                    [
                        .structure([.text(command.first ?? ""), .texts(command), .texts(["no-env-expand"])])
                    ])
            ),
            ("Environment", .texts(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })),
            ("RuntimeMaxUSec", .long(UInt64(limit * 1_000_000))),
            ("TimeoutStopUSec", .long(UInt64(Self.grace) * seconds)),
            ("KillMode", .text("control-group")),
            ("TasksMax", .long(256)),
            ("CollectMode", .text("inactive-or-failed")),
            ("SyslogIdentifier", .text("emotunes-hook")),
        ]
    }

    /// Seconds from being asked to end until it is made to.
    static let grace = 5.0
}
