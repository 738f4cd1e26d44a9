import Configuration
import MusicLibrary
import PlayerSync
import Publishing
import ServiceLifecycle
import StateStore
import SystemIntegration

// What the players' part is given of the daemon: settings, a log, a thread; and what becomes of what it tells.

extension PlayerSettings {
    /// Without files of the person's own there is nothing that a player could be given.
    init(_ settings: Settings) {
        self.init(
            names: settings.music.allFolders.isEmpty ? [] : settings.music.players,
            follow: Follow(settings.playback.follow))
    }
}

extension PlayerSettings.Follow {
    /// A player that plays our list follows unless told otherwise, as MPD's queue does.
    init(_ setting: PlaybackSettings.Follow) {
        switch setting {
        case .auto, .next: self = .next
        case .off: self = .off
        case .now: self = .now
        }
    }
}

/// The journal as the players' part sees it.
struct PlayersJournal: PlayersLog {
    let journal: Journal

    func note(_ text: String) { journal.note(text, event: .playlist) }
    func trouble(_ text: String) { journal.trouble(text, event: .playlist) }
}

extension StatusHub {
    /// Takes in how far the players on the session bus have come.
    func takePlayers(_ event: PublishingEvent) {
        if case .progress(let record) = event { update { $0.publishing[PlayersTarget.name] = record } }
    }
}
