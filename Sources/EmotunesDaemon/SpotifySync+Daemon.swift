package import Catalogue
import Configuration
import ControlProtocol
import Publishing
package import Songs
import SpotifySync
import StateStore
import SystemIntegration

// What the account's loop is given of the daemon: settings, a log and the catalogue.

extension SpotifySyncSettings {
    /// What the settings say of the account and of the music that plays.
    init(_ settings: Settings) {
        let spotify = settings.spotify
        self.init(
            clientID: spotify.clientID, apiURL: spotify.apiURL, accountsURL: spotify.accountsURL,
            playlistName: spotify.playlistName, playlistDescription: spotify.playlistDescription,
            readsTaste: spotify.taste, givesCovers: spotify.cover, keepDays: spotify.keepDays,
            follow: FollowMode(settings.playback.follow), learns: settings.curation.learn,
            allowsExplicit: settings.curation.explicit)
    }
}

extension FollowMode {
    init(_ setting: PlaybackSettings.Follow) {
        switch setting {
        case .auto, .off: self = .off
        case .next: self = .next
        case .now: self = .now
        }
    }
}

/// The journal as the account's loop sees it.
struct SpotifyJournal: SpotifyLog {
    let journal: Journal

    func note(_ text: String) { journal.note(text, event: .spotify) }
    func trouble(_ text: String) { journal.trouble(text, event: .spotify) }
    func detail(_ text: String) { journal.detail(text, event: .spotify) }
}

extension Catalogue: CandidateSource {
    package func tracksToLookUp() async throws -> [Track] {
        try await candidates(limitPerSongMood: 500, seed: 1)
    }

    package func durations(of ids: [Int64]) async throws -> [Int64: Int] {
        Dictionary(
            try await tracks(ids: ids).compactMap { track in track.durationMilliseconds.map { (track.id, $0) } },
            uniquingKeysWith: { $1 })
    }
}

extension StatusHub {
    /// Takes in what the account tells; what concerns playlists is asked of `requests`.
    func take(_ event: SpotifyEvent, _ requests: PlaylistRequestQueue, _ journal: Journal) {
        switch event {
        case .standing(let report):
            let before = update { present in
                defer { present.spotify = report }
                return present.spotify
            }
            guard report.state != before.state else { return }
            journal.events.note(.spotify, SpotifyState(report.state).rawValue, report.detail)
        case .publishing(.progress(let record)):
            let before = update { present in
                defer { present.publishing[SpotifyTarget.name] = record }
                return present.publishing[SpotifyTarget.name]
            }
            journal.publishing(record, after: before)
        case .publishing(.playlistChanged): requests.put(.playlistChanged)
        }
    }
}
