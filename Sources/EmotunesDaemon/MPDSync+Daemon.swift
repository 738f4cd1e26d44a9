import Configuration
import ControlProtocol
import FoundationEssentials
import MPDClient
import MPDSync
import Platform
import Publishing
import ServiceLifecycle
import SystemIntegration

// What MPD's part is given of the daemon: settings, a log, a thread; and what becomes of what it tells.

extension MPDSyncSettings {
    /// What the settings, and MPD's own environment variables, say of MPD and of the music that plays.
    init(_ settings: Settings, environment: [String: String], expandingHome: (String) -> String?) {
        let mpd = settings.mpd
        self.init(
            enabled: Enabled(mpd.enabled), addresses: Self.addresses(mpd, environment, expandingHome),
            isNamed: !mpd.socket.isEmpty || !mpd.host.isEmpty, follow: QueueFollow(settings.playback.follow),
            starts: settings.playback.start, takesOver: mpd.takeOver, learns: settings.curation.learn)
    }

    private static func addresses(
        _ mpd: MPDSettings, _ environment: [String: String], _ expandingHome: (String) -> String?
    ) -> [MPDAddress] {
        let port = Int(mpd.port)
        let password = mpd.password.isEmpty ? nil : mpd.password
        var found: [MPDAddress]
        if !mpd.socket.isEmpty {
            found = [MPDAddress(host: expandingHome(mpd.socket) ?? mpd.socket)]
        } else if !mpd.host.isEmpty {
            found = [MPDAddress(host: mpd.host, port: port)]
        } else if let named = MPDAddress.named(in: environment, port: port) {
            found = [named]
        } else {
            found = MPDAddress.usual(in: environment, port: port)
        }
        if let password { for index in found.indices { found[index].password = password } }
        return found
    }
}

extension MPDSyncSettings.Enabled {
    init(_ setting: MPDSettings.Enabled) {
        switch setting {
        case .auto: self = .auto
        case .on: self = .on
        case .off: self = .off
        }
    }
}

extension QueueFollow {
    /// A queue that is ours follows unless told otherwise: that is what it was made ours for.
    init(_ setting: PlaybackSettings.Follow) {
        switch setting {
        case .auto, .next: self = .next
        case .off: self = .off
        case .now: self = .now
        }
    }
}

/// The journal as MPD's part sees it.
struct MPDJournal: MPDLog {
    let journal: Journal

    func note(_ text: String) { journal.note(text, event: .playlist) }
    func trouble(_ text: String) { journal.trouble(text, event: .playlist) }
}

extension StatusHub {
    /// Takes in what MPD's part tells; what concerns playlists is asked of `requests`.
    func take(_ event: MPDEvent, _ requests: PlaylistRequestQueue, _ watch: WatchControl) {
        switch event {
        case .standing(let report):
            update { $0.mpd = report }
            watch.take(playerPlays: report.isPlaying)
        case .publishing(.progress(let record)): update { $0.publishing[MPDTarget.name] = record }
        case .publishing(.playlistChanged): requests.put(.playlistChanged)
        case .listEnds: requests.put(.listEnds(at: Date()))
        }
    }
}

extension StatusHub {
    /// What plays: in MPD, which no bus tells of, else in a player on the session bus.
    func playingTrack() async -> PlayingTrack? {
        if let song = present.mpd.song { return PlayingTrack(title: song.title, artists: song.artists) }
        return await PlayingTrack.current()
    }
}

/// Gives what a person asks of the music to the player that is in use: the first that can play.
struct Playback: Sendable {
    let players: [any PlaybackTarget]

    /// For so long a caller waits for players.
    private static let patience = Duration.seconds(20)

    func perform(_ order: PlaybackOrder) async throws(ControlFailure) -> PlaybackReport {
        let outcome = await Patience.wait(Self.patience) { () async -> Result<PlaybackReport, ControlFailure> in
            do throws(ControlFailure) {
                return .success(try await ask(order))
            } catch {
                return .failure(error)
            }
        }
        guard let outcome else { throw .failed("the player does not answer", mend: "emotunesctl status") }
        return try outcome.get()
    }

    private func ask(_ order: PlaybackOrder) async throws(ControlFailure) -> PlaybackReport {
        var reasons: [String] = []
        for player in players {
            do throws(PlaybackFailure) {
                let detail = try await player.perform(order)
                return PlaybackReport(target: PublishingTarget(player.name) ?? .unrecognised, detail: detail)
            } catch {
                switch error {
                case .notInUse(let reason): reasons.append(reason)
                case .noPlaylistYet: throw .noPlaylistYet
                case .failed(let message): throw .failed(message: message)
                }
            }
        }
        throw .noPlayer(message: reasons.joined(separator: "; "))
    }
}
