/// The media players on the session bus (MPRIS). Used by one thread.
final class MediaPlayers {
    /// Set by signals; the owner reads and clears it.
    private(set) var isDirty = true
    private(set) var isAnyPlaying = false
    private let bus: Bus

    private static let prefix = "org.mpris.MediaPlayer2"
    private static let path = "/org/mpris/MediaPlayer2"

    init(bus: Bus) throws(BusError) {
        self.bus = bus
        try bus.listen(
            "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',path='\(Self.path)'"
        ) { [unowned self] _ in isDirty = true }
        try bus.listen(
            "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                + "member='NameOwnerChanged',arg0namespace='\(Self.prefix)'"
        ) { [unowned self] _ in isDirty = true }
    }

    /// Asks every player anew.
    func refresh() {
        isDirty = false
        isAnyPlaying = bus.names().contains { name in
            name.hasPrefix(Self.prefix + ".")
                && bus.string("PlaybackStatus", of: Self.prefix + ".Player", at: Self.path, from: name) == "Playing"
        }
    }
}
