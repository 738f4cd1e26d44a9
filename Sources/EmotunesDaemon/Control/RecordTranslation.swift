import ControlProtocol
import MoodTracking
import Songs
import SpotifySync
import StateStore

extension PlaylistRecord {
    /// As `GetPlaylist` gives it.
    ///
    /// - Parameter details: what Spotify told of the tracks, by id.
    func wire(_ details: [String: TrackDetail]) -> Playlist {
        Playlist(
            id: Int(id), mood: MoodName(mood), generatedAt: at.timestamp, reason: reason,
            tracks: tracks.enumerated().map { index, track in
                let cover = track.identity.spotifyID.flatMap { details[$0]?.coverURL }
                return PlaylistTrack(
                    position: index + 1, title: track.title, artists: track.artists.isEmpty ? nil : track.artists,
                    album: track.album, uri: track.uri ?? "", url: track.url, cover: cover,
                    songMood: SongMoodName(track.songMood), score: track.score,
                    why: track.why)
            })
    }
}

extension StoredHistory {
    /// As `GetHistory` gives it.
    var wire: ControlProtocol.History {
        ControlProtocol.History(
            moods: moods.map {
                MoodPeriod(
                    from: $0.from.timestamp, to: $0.to.timestamp, mood: MoodName($0.mood), confidence: $0.confidence)
            },
            shifts: shifts.map {
                ControlProtocol.MoodShift(
                    at: $0.at.timestamp, from: MoodName($0.from), to: MoodName($0.to), confidence: $0.confidence,
                    why: $0.why)
            },
            playlists: playlists.map {
                PastPlaylist(id: Int($0.id), at: $0.at.timestamp, mood: MoodName($0.mood), reason: $0.reason)
            },
            events: events.map {
                HistoryEvent(
                    at: $0.at.timestamp, kind: HistoryEventKind($0.kind), word: $0.word, subject: $0.subject,
                    text: $0.text)
            })
    }
}

extension HistoryCursor {
    init(_ position: HistoryPosition) { self.init(list: position.list, at: position.at, id: position.id) }

    /// As the control interface hands it from one part to the next.
    var position: HistoryPosition { HistoryPosition(list: list, at: at, id: id) }
}

extension FeedbackRecord {
    /// What names the track to `Feedback` when no playlist has it any more.
    var opinionURI: String {
        identity.spotifyID.map { "spotify:track:" + $0 } ?? "emotunes:name:" + (identity.nameKey ?? "")
    }

    /// As `GetOpinions` gives it.
    var wire: Opinion {
        Opinion(
            uri: opinionURI, title: title, artists: artists.isEmpty ? nil : artists,
            verdict: OpinionKind(verdict), balance: balance,
            songMood: songMood.map(SongMoodName.init), mood: mood.map(MoodName.init), at: at.timestamp)
    }
}

extension KnownTaste {
    /// As `GetOpinions` gives it; nil where nothing was told.
    var wire: AccountTaste? {
        let entries = recent + top + saved + playlist
        guard !entries.isEmpty else { return nil }
        var counts: [String: Int] = [:]
        for artist in entries.compactMap(\.artists.first) { counts[artist, default: 0] += 1 }
        let artists = counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(5).map(\.key)
        return AccountTaste(
            recent: recent.count, top: top.count, saved: saved.count, playlist: playlist.count, artists: artists)
    }
}
