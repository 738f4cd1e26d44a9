import Emotions
import FoundationEssentials
import Glibc
import StateStore

/// Name and description of the playlist in the account, from the words in the settings.
struct PlaylistTemplate: Sendable, Hashable, Codable {
    /// `{mood}`, `{date}` and `{time}` stand for the playlist's own, in local time.
    var name: String
    var description: String

    /// What Spotify takes at most.
    private static let longestName = 100, longestDescription = 300

    func name(for playlist: PlaylistRecord) -> String { filled(name, playlist, Self.longestName) }

    func description(for playlist: PlaylistRecord) -> String {
        filled(description, playlist, Self.longestDescription)
    }

    private func filled(_ text: String, _ playlist: PlaylistRecord, _ limit: Int) -> String {
        var moment = time_t(playlist.at.timeIntervalSince1970)
        var parts = tm()
        // The time zone may change while the daemon runs; the library by itself reads it once.
        tzset()
        localtime_r(&moment, &parts)
        let text = text.replacing("{mood}", with: playlist.mood.rawValue)
            .replacing("{date}", with: Self.numbers([parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday], "-"))
            .replacing("{time}", with: Self.numbers([parts.tm_hour, parts.tm_min], ":"))
        return String(text.prefix(limit))
    }

    private static func numbers(_ numbers: [Int32], _ separator: String) -> String {
        numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: separator)
    }
}
