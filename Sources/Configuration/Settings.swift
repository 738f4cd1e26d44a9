package import Emotions
package import Songs

/// Everything about the daemon that a person may choose. A fresh value holds the defaults.
///
/// The names in TOML, the allowed values and their documentation are in ``SettingSchema``.
package struct Settings: Sendable, Equatable {
    package var camera = CameraSettings()
    package var mood = MoodSettings()
    package var curation = CurationSettings()
    package var spotify = SpotifySettings()
    package var playback = PlaybackSettings()
    package var playlist = PlaylistSettings()
    package var music = MusicSettings()

    package init() {}
}

/// `[camera]`: where frames come from, and how often one is looked at.
package struct CameraSettings: Sendable, Equatable {
    /// When the camera may be open.
    package enum When: String, CaseIterable, Sendable {
        case always, playing
    }

    /// A source URI: `v4l2:`, `video:`, `images:` or `demo:` and what follows. Only the scheme is checked here.
    package var source = "v4l2:/dev/video0"
    package var when = When.always
    /// 0.1 to 10.
    package var looksPerSecond = 2.0
}

/// `[mood]`: how emotions become a mood, and when a mood is a new one. Times are in seconds.
package struct MoodSettings: Sendable, Equatable {
    /// What a new playlist should do about the mood.
    package enum Strategy: String, CaseIterable, Sendable {
        case match, lift
    }

    /// 5 to 600.
    package var windowSeconds = 30.0
    /// 0.05 to 1.
    package var threshold = 0.84
    /// 0 to 300.
    package var dwellSeconds = 0.5
    /// 0 to 3600.
    package var cooldownSeconds = 20.0
    package var strategy = Strategy.match
}

/// `[curation]`: how a playlist is chosen.
package struct CurationSettings: Sendable, Equatable {
    /// Which songs serve which mood: for each mood at least one song mood, none twice, the best first.
    package var songs: [Emotion: [SongMood]] = [
        .angry: [.energetic, .calm],
        .disgust: [.calm, .energetic],
        .fear: [.calm, .happy],
        .happy: [.happy, .energetic, .calm],
        .neutral: [.calm, .happy],
        .sad: [.sad, .calm],
        .surprise: [.energetic, .happy],
    ]
    /// Whether songs marked as explicit may be chosen.
    package var explicit = true
    /// Whether choosing learns from likes, dislikes, skips and repeats.
    package var learn = true
}

/// `[spotify]`: the account that playlists are written to.
package struct SpotifySettings: Sendable, Equatable {
    /// Empty: Spotify is off.
    package var clientID = ""
    /// Without a slash at the end.
    package var apiURL = "https://api.spotify.com/v1"
    /// Without a slash at the end.
    package var accountsURL = "https://accounts.spotify.com"
    /// `{mood}`, `{date}` and `{time}` stand for the playlist's own; so in the description.
    package var playlistName = "EmoTunes"
    package var playlistDescription = "For a {mood} mood, since {time}. Kept in step by EmoTunes."
    /// Whether choosing may learn from what the account tells of its listener.
    package var taste = true
    /// Whether the playlist gets a drawn cover, one for each mood.
    package var cover = false
    /// Days; 0: one playlist for good, else another at every shift, removed after so long. Up to 365.
    package var keepDays = 0.0
}

/// `[playback]`: what happens to the music that plays.
package struct PlaybackSettings: Sendable, Equatable {
    /// When a player turns to a new playlist.
    package enum Follow: String, CaseIterable, Sendable {
        case off, next, now
    }

    package var follow = Follow.off
}

/// `[playlist]`: where playlists go besides an account.
package struct PlaylistSettings: Sendable, Equatable {
    /// Whether `playlist.xspf` and `playlist.m3u8` are written into the state folder.
    package var file = true
}

/// `[music]`: the listener's own music.
package struct MusicSettings: Sendable, Equatable {
    /// Absolute, or below `~/`; empty: there is none.
    package var localFolder = ""
}
