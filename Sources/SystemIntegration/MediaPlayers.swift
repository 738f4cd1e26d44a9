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
        isAnyPlaying = bus.names().contains { Self.isPlaying($0, on: bus) }
    }

    private static func isPlaying(_ name: String, on bus: Bus) -> Bool {
        name.hasPrefix(prefix + ".")
            && bus.string("PlaybackStatus", of: prefix + ".Player", at: path, from: name) == "Playing"
    }

    /// What the first player that plays says of its track.
    static func playingTrack(on bus: Bus) -> PlayingTrack? {
        for name in bus.names() where isPlaying(name, on: bus) {
            guard let told = bus.dictionary("Metadata", of: prefix + ".Player", at: path, from: name) else { continue }
            let track = PlayingTrack(
                title: told["xesam:title"]?.first, artists: told["xesam:artist"] ?? [],
                names: (told["mpris:trackid"] ?? []) + (told["xesam:url"] ?? []))
            if track.title != nil || track.spotifyID != nil { return track }
        }
        return nil
    }
}
