import ControlProtocol
import Desktop
import Glibc
import Platform
import ServiceLifecycle
import StateStore
import SystemIntegration

// What the desktop's part is given of the daemon: a log, threads; and what becomes of what is pressed.

/// The desktop's parts, as they are joined.
struct DesktopParts: Sendable {
    let notifier: DesktopNotifier
    let hooks: HookRunner
    let announcer: DesktopAnnouncer
    /// What was pressed on a notification.
    let pressed: HandoffQueue<Notice.Action>

    init(journal: Journal, stateFolder: String) {
        let log = DesktopJournal(journal: journal)
        let pressed = HandoffQueue<Notice.Action> { waiting, action in
            // Pressed twice in a hurry is pressed once.
            if waiting.last != action { waiting.append(action) }
        }
        let notifier = DesktopNotifier(DesktopNotifier.Dependencies(log: log, pressed: { pressed.put($0) }))
        let hooks = HookRunner(HookRunner.Dependencies(log: log, prefix: "emotunes-hook-\(getpid())"))
        announcer = DesktopAnnouncer(
            stateFolder: stateFolder, show: { notifier.show($0) }, enable: { notifier.setEnabled($0) },
            run: { hooks.run($0) })
        self.pressed = pressed
        self.notifier = notifier
        self.hooks = hooks
    }
}

/// The journal as the desktop's part sees it.
struct DesktopJournal: DesktopLog {
    let journal: Journal

    func note(_ text: String) { journal.note(text, event: .desktop) }
    func trouble(_ text: String) { journal.trouble(text, event: .desktop) }
    func detail(_ text: String) { journal.detail(text, event: .desktop) }
}

/// Shows notifications and does what is pressed on them, on a thread of its own: a server that hangs holds up nothing.
struct NotificationService: Service {
    let desktop: DesktopParts
    let control: DaemonControl
    let executor = ThreadExecutor(name: "notifications")

    /// Seconds for which a notification closes the camera.
    private static let pause = 3600

    func run() async throws {
        await withGracefulShutdownHandler {
            async let talk: Void = withTaskExecutorPreference(executor) { await desktop.notifier.run() }
            async let work: Void = desktop.pressed.consume { await act($0) }
            _ = await (talk, work)
        } onGracefulShutdown: {
            desktop.notifier.stop()
            desktop.pressed.finish()
        }
    }

    private func act(_ action: Notice.Action) async {
        do {
            switch action {
            case .like:
                try await control.feedback(uri: nil, verdict: .like)
                answer("Liked", "The song that plays is one you like.")
            case .another:
                desktop.announcer.expectList()
                try await control.regenerate(mood: nil)
            case .pause:
                try await control.pause(seconds: Self.pause)
                answer("Paused for an hour", "The camera is closed; “emotunesctl resume” opens it again.")
            }
        } catch {
            desktop.announcer.expectNothing()
            answer("That could not be done", "\(error)")
        }
    }

    private func answer(_ title: String, _ line: String) {
        desktop.notifier.show(Notice(title: title, lines: [line], madeAt: bootSeconds()))
    }
}
