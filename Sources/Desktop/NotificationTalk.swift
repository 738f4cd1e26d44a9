import MessageBus

/// The talk with the notification server. Used by one thread.
final class NotificationTalk: BusTalk {
    enum Mail: Sendable {
        case enable(Bool)
        case show(Notice)
    }

    private let dependencies: DesktopNotifier.Dependencies
    private var isEnabled = false
    /// What is to be shown and could not be yet.
    private var waiting: Notice?
    /// What the server calls the notification that is there; 0 where none is.
    private var shown: UInt32 = 0
    /// The bus's own name for the server that shows it.
    private var owner: String?
    /// What the server can do; nil before it has been asked.
    private var capabilities: Set<String>?
    /// A server came since it was last tried, or none was tried yet.
    private var mayTry = true
    private var saidTrouble = false

    static let server = "org.freedesktop.Notifications"
    static let path = "/org/freedesktop/Notifications"
    /// A server that a call starts takes a moment.
    private static let patience = 8.0
    /// Seconds after which a notice is of no interest any more.
    private static let freshness = 120.0

    init(_ dependencies: DesktopNotifier.Dependencies) { self.dependencies = dependencies }

    var wantsBus: Bool { isEnabled || shown != 0 }
    var due: Double? { nil }

    func take(_ mail: [Mail]) {
        for letter in mail {
            switch letter {
            case .enable(let enabled):
                isEnabled = enabled
                if !enabled { waiting = nil }
            case .show(let notice) where isEnabled: (waiting, mayTry) = (notice, true)
            case .show: break
            }
        }
    }

    func begin(on bus: Bus) throws(BusError) {
        bus.setPatience(Self.patience)
        forgetServer()
        try bus.listen(
            "type='signal',sender='\(Self.server)',interface='\(Self.server)',path='\(Self.path)'"
        ) { [unowned self] in heard($0) }
        try bus.listen(
            "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                + "member='NameOwnerChanged',arg0='\(Self.server)'"
        ) { [unowned self] signal in
            _ = (signal.reader.text(), signal.reader.text())
            // Another server knows nothing of what the one before showed. One that our own call started is told of late.
            if signal.reader.text() != owner { forgetServer() }
        }
    }

    private func forgetServer() { (shown, owner, capabilities, mayTry) = (0, nil, nil, true) }

    private func heard(_ signal: Bus.Signal) {
        guard let id = signal.reader.number(), id == shown, id != 0 else { return }
        switch signal.member {
        case "NotificationClosed": shown = 0
        case "ActionInvoked":
            guard let word = signal.reader.text(), let action = Notice.Action(rawValue: word) else { return }
            dependencies.pressed(action)
        default: break
        }
    }

    func work(on bus: Bus?, trouble: BusError?) async {
        if let bus, !isEnabled, shown != 0 { close(on: bus) }
        guard let notice = waiting, mayTry else { return }
        guard dependencies.boot() - notice.madeAt < Self.freshness else { return waiting = nil }
        guard let bus else { return say("there is no session bus (\(trouble?.cause ?? "not connected"))") }
        mayTry = false
        do throws(BusError) {
            try show(notice, on: bus)
            (waiting, saidTrouble) = (nil, false)
        } catch {
            // It is tried again when a server comes.
            say(
                error.isAbsence
                    ? "no notification server is on the session bus"
                    : "the notification server did not take it (\(error))")
        }
    }

    private func show(_ notice: Notice, on bus: Bus) throws(BusError) {
        if bus.flag("Inhibited", of: Self.server, at: Self.path, from: Self.server) == true {
            return dependencies.log.detail("no notification: the desktop asks for quiet")
        }
        let can = try known(on: bus)
        let actions = can.contains("actions") ? notice.actions.flatMap { [$0.rawValue, $0.label] } : []
        shown = try bus.ask(
            "Notify", of: Self.server, at: Self.path, on: Self.server,
            [
                .text("EmoTunes"), .number(shown), .text(Self.icon), .text(notice.title),
                .text(notice.body(markup: can.contains("body-markup"))), .texts(actions),
                .dictionary([
                    // The server keeps no list of moods: EmoTunes does.
                    ("transient", .flag(true)), ("urgency", .byte(1)), ("desktop-entry", .text(Self.icon)),
                ]), .integer(-1),
            ]
        ) { MessageReader($0).number() }
        owner = bus.owner(of: Self.server)
    }

    /// The name of the desktop file and of the icon.
    private static let icon = "org.emotunes.EmoTunes"

    private func known(on bus: Bus) throws(BusError) -> Set<String> {
        if let capabilities { return capabilities }
        let told = try bus.ask("GetCapabilities", of: Self.server, at: Self.path, on: Self.server) {
            MessageReader($0).texts()
        }
        capabilities = Set(told)
        return Set(told)
    }

    private func close(on bus: Bus) {
        _ = try? bus.ask("CloseNotification", of: Self.server, at: Self.path, on: Self.server, [.number(shown)]) { _ in
            true
        }
        shown = 0
    }

    private func say(_ trouble: String) {
        guard !saidTrouble else { return }
        saidTrouble = true
        dependencies.log.trouble(
            "notifications are not shown: \(trouble); they are as soon as there is one, or "
                + "`emotunesctl config set notifications.level off`")
    }

    func end(on bus: Bus?) {
        // Its buttons would do nothing.
        if let bus, shown != 0 {
            bus.setPatience(1)
            close(on: bus)
        }
        forgetServer()
    }
}
