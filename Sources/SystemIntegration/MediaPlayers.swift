import MessageBus

/// The media players on the session bus (MPRIS). Used by one thread.
final class MediaPlayers {
    /// Set by signals; the owner reads and clears it.
    private(set) var isDirty = true
    private(set) var isAnyPlaying = false
    /// One that plays and does not count; nil where there is none, or another plays that does.
    private(set) var ignoredOne: String?
    private let bus: Bus

    init(bus: Bus) throws(BusError) {
        self.bus = bus
        try bus.listen(
            "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',path='\(PlayerName.path)'"
        ) { [unowned self] _ in isDirty = true }
        try bus.listen(
            "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                + "member='NameOwnerChanged',arg0namespace='\(PlayerName.prefix)'"
        ) { [unowned self] _ in isDirty = true }
    }

    /// Asks every player anew.
    ///
    /// - Parameter ignored: the words for players that do not count.
    func refresh(ignoring ignored: [String]) {
        isDirty = false
        let playing = Self.names(on: bus).filter { Self.isPlaying($0, on: bus) }
        isAnyPlaying = playing.contains { name in !ignored.contains { name.isMeant(by: $0) } }
        ignoredOne = isAnyPlaying ? nil : playing.first.map { $0.shown(among: ignored) }
    }

    /// playerctld says again what the player in front says, so a browser would count by it that is not to.
    private static func names(on bus: Bus) -> [PlayerName] {
        bus.names().compactMap { PlayerName($0) }.filter { !$0.isMeant(by: "playerctld") }
    }

    private static func isPlaying(_ name: PlayerName, on bus: Bus) -> Bool {
        bus.string("PlaybackStatus", of: PlayerName.interface, at: PlayerName.path, from: name.onBus) == "Playing"
    }

    /// What the first player that plays says of its track.
    static func playingTrack(on bus: Bus) -> PlayingTrack? {
        for name in names(on: bus) where isPlaying(name, on: bus) {
            let told = bus.dictionary(
                "Metadata", of: PlayerName.interface, at: PlayerName.path, from: name.onBus)
            guard let told else { continue }
            let track = PlayingTrack(
                title: told["xesam:title"]?.first, artists: told["xesam:artist"] ?? [],
                names: (told["mpris:trackid"] ?? []) + (told["xesam:url"] ?? []))
            if track.title != nil || track.spotifyID != nil { return track }
        }
        return nil
    }
}
