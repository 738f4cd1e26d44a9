import FoundationEssentials
package import Songs

/// Tells whether what a search found is the track that was meant: the same song by the same artist in the same kind of
/// recording, or none.
package struct TrackMatch: Sendable {
    /// What is meant.
    package var title: String
    /// The track's own first.
    package var artists: [String]
    /// Nil where it is not known.
    package var durationMilliseconds: Int?
    /// Whether a recording marked as explicit will do.
    package var allowsExplicit = true

    /// From this score on (0 to 1) two are taken for the same recording, or one as good.
    package static let threshold = 0.75
    /// How far the length of the same recording may be off: so many milliseconds, or this share.
    private static let leastSlack = 12_000.0, slack = 0.1

    package init(title: String, artists: [String], durationMilliseconds: Int? = nil) {
        self.title = title
        self.artists = artists
        self.durationMilliseconds = durationMilliseconds
    }

    /// Nil for a track without title or artist: there is nothing to look for.
    package init?(_ track: Track) {
        guard let title = track.title, !track.artists.isEmpty else { return nil }
        self.init(title: title, artists: track.artists, durationMilliseconds: track.durationMilliseconds)
    }

    /// The searches to try, the strictest first. Spotify refuses long ones, so that names are cut at a word's end.
    package var queries: [String] {
        let form = TitleForm(title, artists: ArtistNames(artists).all)
        let plain = Self.cut(Self.quotable(form.plain))
        let artist = Self.cut(Self.quotable(artists.first ?? ""))
        // Where a certain recording is meant, the second search names it.
        let second = form.marks.isEmpty ? plain : Self.cut(Self.quotable(title))
        return ["track:\"\(plain)\" artist:\"\(artist)\"", "\(second) \(artist)"]
    }

    /// The best of what was found, nil if none is good enough.
    package func best(of found: [SpotifyTrack]) -> SpotifyTrack? {
        let wanted = Wanted(self)
        let rated = found.map { ($0, score(of: $0, wanted)) }
        // Of equals the first: Spotify puts the best known there.
        guard let best = rated.max(by: { $0.1 < $1.1 })?.1, best >= Self.threshold else { return nil }
        return rated.first { $0.1 == best }?.0
    }

    /// How surely it is the one meant: 0 to 1, and 0 for another song or recording.
    package func score(of found: SpotifyTrack) -> Double { score(of: found, Wanted(self)) }

    /// What is meant, taken apart once for all that was found.
    private struct Wanted {
        let title: TitleForm
        let artists: ArtistNames

        init(_ match: TrackMatch) {
            artists = ArtistNames(match.artists)
            title = TitleForm(match.title, artists: artists.all)
        }
    }

    private func score(of found: SpotifyTrack, _ wanted: Wanted) -> Double {
        guard let title = found.title, !found.artists.isEmpty, found.isPlayable,
            allowsExplicit || found.isExplicit != true
        else { return 0 }
        let artists = ArtistNames(found.artists)
        guard wanted.artists.isBySame(as: artists) else { return 0 }
        let form = TitleForm(title, artists: artists.all + wanted.artists.all)
        guard wanted.title.isSameSong(as: form), wanted.title.isSameRecording(as: form) else { return 0 }
        guard !isOnOtherAlbum(found, wanted.title.marks), let far = distance(found) else { return 0 }
        // A place, an issue and the last seconds decide only among equals.
        let marked = wanted.title.details == form.details ? 0 : 0.05
        let issued = 0.02 * Double(min(3, abs(form.decorations - wanted.title.decorations)))
        return 1 - marked - issued - 0.1 * far
    }

    /// How far the length is off, 0 to 1; nil for another recording's.
    private func distance(_ found: SpotifyTrack) -> Double? {
        guard let wanted = durationMilliseconds, let given = found.durationMilliseconds, wanted > 0, given > 0 else {
            return 0
        }
        let off = Double(abs(wanted - given))
        let most = max(Self.leastSlack, Double(wanted) * Self.slack)
        return off <= most ? max(0, off - 3000) / most : nil
    }

    /// Whether the album says that it holds other kinds of recordings than the one that is meant.
    private func isOnOtherAlbum(_ found: SpotifyTrack, _ wanted: Set<VersionMark>) -> Bool {
        guard let album = found.album else { return false }
        let folded = " \(NameKey.fold(album)) "
        if wanted.isDisjoint(with: [.karaoke, .cover, .altered, .commentary]),
            Self.otherAlbums.contains(where: folded.contains)
        {
            return true
        }
        guard !wanted.contains(.live), !wanted.contains(.acoustic) else { return false }
        return Self.liveAlbums.contains(where: folded.contains)
            || [" live in ", " live on "].contains(where: folded.hasPrefix)
    }

    private static let otherAlbums = [
        " karaoke ", " nightcore ", " sped up ", " slowed ", " 8d ", " in the style of ", " made famous by ",
        " backing track", " commentary ",
    ]

    private static let liveAlbums = [
        " live at ", " live from ", " ao vivo ", " en vivo ", " en directo ", " dal vivo ",
        " unplugged ", " in concert ", " en concert ",
    ]

    /// Title and artist together stay below a hundred letters, which others have found to be too many.
    private static let longestName = 38

    private static func cut(_ name: String) -> String {
        guard name.count > longestName else { return name }
        let start = name.prefix(longestName + 1)
        return String(start.lastIndex(of: " ").map { start[..<$0] } ?? start.prefix(longestName))
    }

    private static func quotable(_ text: String) -> String {
        text.filter { $0 != "\"" }
    }
}
