import FoundationEssentials
import SpotifyWebAPI
import StateStore

// Name and description of the playlist: ours, until a person writes others.
extension SpotifyPublisher {
    /// Spotify may still tell an earlier text of ours: so many are remembered.
    private static let mostTexts = 4

    /// Gives the playlist its name and description, but for what a person changed.
    func describe(_ id: String, _ facts: inout Facts, _ playlist: PlaylistRecord) async throws {
        let (name, description) = (template.name(for: playlist), template.description(for: playlist))
        guard facts.name != name || facts.description != description || facts.wish != playlist.id else { return }
        if facts.name != name || facts.description != description {
            let theirs = try await textsOfAPerson(id, facts)
            if !theirs.name { Self.remember(name, in: &facts.names, facts.name) }
            if !theirs.description { Self.remember(description, in: &facts.descriptions, facts.description) }
            facts.template = template
            // Before it is sent: where the answer is lost, the text is still known for ours.
            try await keep(facts)
            try await client.describe(
                playlist: id, name: theirs.name ? nil : name, description: theirs.description ? nil : description)
        }
        facts.name = name
        facts.description = description
        facts.template = template
        facts.wish = playlist.id
        try await keep(facts)
    }

    /// Which of the two texts a person has changed at Spotify. Other words in the settings count for more.
    private func textsOfAPerson(_ id: String, _ facts: Facts) async throws(SpotifyError) -> (
        name: Bool, description: Bool
    ) {
        // A playlist just made cannot have been renamed yet.
        guard facts.wish != nil, let shown = try await client.facts(ofPlaylist: id) else { return (false, false) }
        func isOther(_ text: String?, _ ours: [String]?, _ last: String?) -> Bool {
            guard let text, let ours = ours ?? last.map({ [$0] }) else { return false }
            return !ours.map(Self.plain).contains(Self.plain(text))
        }
        return (
            (facts.template?.name ?? template.name) == template.name && isOther(shown.name, facts.names, facts.name),
            (facts.template?.description ?? template.description) == template.description
                && isOther(shown.description, facts.descriptions, facts.description)
        )
    }

    private static func remember(_ text: String, in texts: inout [String]?, _ last: String?) {
        let known = (texts ?? last.map { [$0] } ?? []).filter { $0 != text }
        texts = (known + [text]).suffix(mostTexts)
    }

    /// Spotify gives texts back with signs escaped, and with other gaps.
    private static func plain(_ text: String) -> String {
        var text = text
        for (escaped, sign) in [
            ("&#x27;", "'"), ("&#39;", "'"), ("&apos;", "'"), ("&quot;", "\""), ("&#34;", "\""), ("&#x2F;", "/"),
            ("&#x2f;", "/"), ("&#x60;", "`"), ("&#x3D;", "="), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"),
        ] {
            text = text.replacing(escaped, with: sign)
        }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
