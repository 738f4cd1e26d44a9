import Catalogue
import Configuration
import Curation
import FoundationEssentials
import MPDSync
import MusicLibrary
import PlayerSync
import Publishing
import SongMoodModel
import SpotifySync
import StateStore
import SystemIntegration
import VideoCapture

/// What chooses songs and what plays them.
extension Daemon {
    func maker(_ settings: Settings, _ parts: Components) -> PlaylistMaker {
        maker(
            settings, parts.catalogue, parts.store, parts.library, parts.status,
            targets(
                settings, parts.store, parts.spotify.account, parts.mpd, parts.players, parts.library,
                parts.stateFolder))
    }

    func maker(
        _ settings: Settings, _ catalogue: Catalogue, _ store: StateStore, _ library: MusicLibrary,
        _ status: StatusHub, _ targets: [any PlaylistTarget]
    ) -> PlaylistMaker {
        PlaylistMaker(
            catalogue: catalogue, store: store, songs: settings.curation.songs,
            strategy: Curation.Strategy(settings.mood.strategy), targets: targets,
            allowsExplicit: settings.curation.explicit, learns: settings.curation.learn, memory: memory,
            own: OwnMusic(
                library: library, choose: settings.music.choose, hasAccount: { status.present.hasAccount },
                patience: isRecording(settings) ? .seconds(20) : .seconds(2), isRecording: isRecording(settings)))
    }

    private func isRecording(_ settings: Settings) -> Bool {
        (try? sourceAddress(settings)).map { !$0.isCamera } ?? false
    }

    /// The person's own music; looked through once `watch` is called.
    func openLibrary(
        _ stateFolder: String, _ status: StatusHub, _ requests: PlaylistRequestQueue, _ now: Date
    ) throws -> MusicLibrary {
        try MusicLibrary(
            stateFolder: stateFolder, now: now, calls: calls, soundModel: soundModel(),
            openCatalogue: { [calls] in
                try Catalogue.open(in: stateFolder, starter: nil, now: Date(), calls: calls).catalogue
            },
            changed: { hasOtherSongs in
                status.update { _ in }
                if hasOtherSongs { requests.put(.songsFound) }
            })
    }

    /// What tells moods from sound. An installation without it goes on with what tables and tags say.
    private func soundModel() -> SoundMoodModel? {
        do {
            return try SoundMoodModel(contentsOf: locations.dataFolder(flag: options.dataFolder).soundMoodModel())
        } catch {
            journal.trouble("no music is listened to for its mood: \(error)")
            return nil
        }
    }

    func musicFolders(_ settings: Settings) -> [String] {
        settings.music.allFolders.compactMap { locations.expandingHome($0) }
    }

    /// Wherever playlists go, in the order in which they are brought up to date.
    func targets(
        _ settings: Settings, _ store: StateStore, _ account: SpotifyAccount, _ mpd: MPDPlayer, _ players: BusPlayers,
        _ library: MusicLibrary, _ stateFolder: String
    ) -> [any PlaylistTarget] {
        [
            SpotifyTarget(account: account, store: store, isEnabled: !settings.spotify.clientID.isEmpty),
            FileTarget(
                store: store, folder: stateFolder, isEnabled: settings.playlist.file,
                songs: library, calls: calls, willWrite: { PipeTrace.enter(.publish) }),
            MPDTarget(player: mpd, isEnabled: settings.mpd.enabled != .off),
            PlayersTarget(players: players, isEnabled: !PlayerSettings(settings).names.isEmpty),
        ]
    }

    /// Has the parts that talk with the desktop go by other settings.
    func configure(
        _ players: BusPlayers, _ desktop: DesktopParts, _ presence: PresenceWatch, _ settings: Settings
    ) {
        players.configure(PlayerSettings(settings))
        presence.ignore(players: settings.camera.ignorePlayers)
        desktop.announcer.configure(DesktopAnnouncer.Policy(settings, expandingHome: locations.expandingHome))
    }

    func mpdSettings(_ settings: Settings) -> MPDSyncSettings {
        MPDSyncSettings(
            settings, environment: ProcessInfo.processInfo.environment, expandingHome: locations.expandingHome)
    }
}
