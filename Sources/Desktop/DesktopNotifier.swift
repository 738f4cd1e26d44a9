package import MessageBus
import Platform

/// Shows one notification at a time on the desktop (`org.freedesktop.Notifications`), and tells what is pressed on it.
///
/// This is an entrance of the module `Desktop`, which tells the desktop of shifts; ``HookRunner`` is the other. It may know
/// `MessageBus`; what it tells goes out through closures.
package final class DesktopNotifier: Sendable {
    private let loop: BusLoop<NotificationTalk>
    private let dependencies: Dependencies

    /// What it works with.
    package struct Dependencies: Sendable {
        package var log: any DesktopLog
        /// Seconds on a clock that runs on through a suspended machine.
        package var boot: @Sendable () -> Double
        /// A button was pressed. Must not block.
        package var pressed: @Sendable (Notice.Action) -> Void

        package init(
            log: any DesktopLog, boot: @escaping @Sendable () -> Double = bootSeconds,
            pressed: @escaping @Sendable (Notice.Action) -> Void
        ) {
            self.log = log
            self.boot = boot
            self.pressed = pressed
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

    /// Whether notices are shown. What is on the desktop is taken away where they are not. Off without a first call.
    package func setEnabled(_ isEnabled: Bool) { loop.post(.enable(isEnabled)) }

    /// Shows a notice in place of the one that is there. Never blocks.
    package func show(_ notice: Notice) { loop.post(.show(notice)) }

    /// Works until `stop` is called or the task is cancelled. Blocks its thread.
    package func run() async { await loop.run(NotificationTalk(dependencies)) }

    /// Ends `run` soon, and takes away what is shown.
    package func stop() { loop.stop() }
}
