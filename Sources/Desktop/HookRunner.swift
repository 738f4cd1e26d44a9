package import MessageBus
import Platform

/// Runs a program of the person's when something happens, as a unit of their own service manager, one at a time.
///
/// The daemon starts nothing itself: its children would live in its sandbox and end with it. A manager that is not there
/// is told of, and the hook is not run.
package final class HookRunner: Sendable {
    private let loop: BusLoop<HookTalk>
    private let dependencies: Dependencies

    /// What it works with.
    package struct Dependencies: Sendable {
        package var log: any DesktopLog
        /// Seconds on a clock that runs on through a suspended machine.
        package var boot: @Sendable () -> Double
        /// Begins the names of the units, and is no other daemon's.
        package var prefix: String

        package init(
            log: any DesktopLog, boot: @escaping @Sendable () -> Double = bootSeconds, prefix: String
        ) {
            self.log = log
            self.boot = boot
            self.prefix = prefix
        }
    }

    /// - Parameter open: connects to the session's bus; tests give their own.
    package init(
        _ dependencies: Dependencies,
        open: @escaping @Sendable () throws(BusError) -> Bus = { () throws(BusError) in try Bus.user() }
    ) {
        self.dependencies = dependencies
        loop = BusLoop(boot: dependencies.boot, open: open)
    }

    /// Has a program run: now, or when the one that runs has ended. Of several that wait the newest is run. Never blocks.
    package func run(_ call: HookCall) { loop.post(call) }

    /// Works until `stop` is called or the task is cancelled. Blocks its thread.
    package func run() async { await loop.run(HookTalk(dependencies)) }

    /// Ends `run` soon. A hook that runs goes on, within its time limit.
    package func stop() { loop.stop() }
}
