import ControlProtocol

/// A playlist for people: a table that fits the terminal.
struct PlaylistText {
    let playlist: Playlist
    /// Whether to say why each track was chosen.
    let explains: Bool
    let context: ControlContext

    private static let longestMood = 9

    var lines: [String] {
        [headline, context.style.dim(playlist.reason)].filter { !$0.isEmpty } + [""] + playlist.tracks.flatMap(rows)
    }

    private var headline: String {
        let now = context.now()
        let ago = Durations.text(from: playlist.generatedAt, to: now)
        let made = "made \(context.calendar.text(playlist.generatedAt, now: now)) (\(ago) ago)"
        let name = context.style.bold("Playlist \(playlist.id) for \(playlist.mood.rawValue)")
        return "\(name), \(playlist.tracks.count) tracks, \(made)"
    }

    private func rows(_ track: PlaylistTrack) -> [String] {
        let (title, artists) = widths
        let cells = [
            Columns.padLeft(String(track.position), 2),
            context.style.bold(Columns.pad(Columns.cut(track.title ?? track.uri, title), title)),
            Columns.pad(Columns.cut(artistsText(track), artists), artists),
            context.style.dim(track.songMood == .unrecognised ? "?" : track.songMood.rawValue),
        ]
        guard explains, !track.why.isEmpty else { return [cells.joined(separator: "  ")] }
        return [cells.joined(separator: "  "), context.style.dim("    \(hundredths(track.score))  \(track.why)")]
    }

    private func artistsText(_ track: PlaylistTrack) -> String {
        track.artists.map { $0.joined(separator: ", ") } ?? "?"
    }

    /// The widths of the longest title and artists, or the terminal's width divided three to two.
    private var widths: (title: Int, artists: Int) {
        let title = playlist.tracks.map { Columns.width($0.title ?? $0.uri) }.max() ?? 0
        let artists = playlist.tracks.map { Columns.width(artistsText($0)) }.max() ?? 0
        guard context.isTerminal, let columns = context.terminalSize()?.columns else { return (title, artists) }
        let room = max(20, columns - 2 - 3 * 2 - Self.longestMood)
        guard title + artists > room else { return (title, artists) }
        let forTitle = min(title, max(room * 3 / 5, room - artists))
        return (forTitle, room - forTitle)
    }
}
