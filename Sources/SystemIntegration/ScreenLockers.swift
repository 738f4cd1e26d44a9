import MessageBus

/// The screen lockers on the session bus. Desktops tell there what they do not always tell the login manager. Used by
/// one thread.
final class ScreenLockers {
    /// Set by signals; the owner reads and clears it.
    private(set) var isDirty = true
    private let bus: Bus
    /// Those that say that the screen is theirs.
    private var active: Set<String> = []
    /// Those that were gone when they were last asked.
    private var gone: Set<String> = []

    /// Interface and bus name in one, with the paths it is found at. All have `GetActive` and `ActiveChanged`.
    static let known = [
        ("org.freedesktop.ScreenSaver", ["/org/freedesktop/ScreenSaver", "/ScreenSaver"]),
        ("org.gnome.ScreenSaver", ["/org/gnome/ScreenSaver"]),
        ("org.cinnamon.ScreenSaver", ["/org/cinnamon/ScreenSaver"]),
        ("org.mate.ScreenSaver", ["/org/mate/ScreenSaver"]),
        ("org.xfce.ScreenSaver", ["/org/xfce/ScreenSaver"]),
    ]

    /// Whether the screen is locked or saved.
    var isActive: Bool { !active.isEmpty }

    init(bus: Bus) throws(BusError) {
        self.bus = bus
        for (name, _) in Self.known {
            try bus.listen("type='signal',sender='\(name)',interface='\(name)',member='ActiveChanged'") {
                [unowned self] signal in
                if let flag = signal.flag { set(name, flag) }
            }
            try bus.listen(
                "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                    + "member='NameOwnerChanged',arg0='\(name)'"
            ) { [unowned self] _ in isDirty = true }
        }
    }

    /// Asks every locker that is there anew. One that has gone while it was active has unlocked no screen.
    func refresh() {
        isDirty = false
        let names = Set(bus.names())
        for (name, paths) in Self.known {
            guard names.contains(name) else {
                gone.insert(name)
                continue
            }
            gone.remove(name)
            for path in paths {
                let told = bus.call("GetActive", of: name, at: path, on: name) { MessageReader($0).flag() }
                if let told {
                    set(name, told)
                    break
                }
            }
        }
    }

    /// The person did something that is impossible at a locked screen.
    func noticedActivity() {
        refresh()
        active.subtract(gone)
    }

    private func set(_ name: String, _ isActive: Bool) {
        if isActive { active.insert(name) } else { active.remove(name) }
    }
}
