/// What a media player calls itself on the bus.
package struct PlayerName: Hashable, Sendable {
    /// The whole name, `org.mpris.MediaPlayer2.vlc.instance7`.
    package let onBus: String

    package static let prefix = "org.mpris.MediaPlayer2"
    package static let path = "/org/mpris/MediaPlayer2"
    package static let interface = "org.mpris.MediaPlayer2.Player"

    /// Nil for the name of anything else.
    package init?(_ onBus: String) {
        guard onBus.hasPrefix(Self.prefix + "."), onBus.utf8.count > Self.prefix.utf8.count + 1 else { return nil }
        self.onBus = onBus
    }

    /// The name's parts without what all players have in common: `vlc`, `instance7`.
    private var parts: [Substring] { onBus.dropFirst(Self.prefix.count + 1).split(separator: ".") }

    /// Whether a person who writes this word means the player: one of the name's parts, in whatever case, or the whole.
    package func isMeant(by word: String) -> Bool {
        let word = word.lowercased()
        return onBus.lowercased() == word || parts.contains { $0.lowercased() == word }
            || parts.joined(separator: ".").lowercased() == word
    }

    /// How people call it: the word that stands for it, else the first part of its name.
    package func shown(among words: [String]) -> String {
        words.first { isMeant(by: $0) } ?? parts.first.map(String.init) ?? onBus
    }
}
