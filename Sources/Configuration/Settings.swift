package import Emotions
package import Songs

/// All settings of the daemon. A new value has the defaults.
///
/// The names in TOML, the allowed values and their documentation are in ``SettingSchema``.
package struct Settings: Sendable, Equatable {
    /// `[camera]`, and so on: one value for each table of the file.
    package var camera = CameraSettings()
    package var mood = MoodSettings()
    package var curation = CurationSettings()
    package var spotify = SpotifySettings()
    package var playback = PlaybackSettings()
    package var playlist = PlaylistSettings()
    package var music = MusicSettings()
    package var mpd = MPDSettings()
    package var notifications = NotificationSettings()
    package var hooks = HookSettings()

    package init() {}
}

/// `[camera]`: where frames come from, and how often one is analysed.
package struct CameraSettings: Sendable, Equatable {
    /// When the camera may be open.
    package enum When: String, CaseIterable, Sendable {
        case always, playing
    }

    /// What finds faces: our own networks, or OpenCV's Haar cascade.
    package enum Detector: String, CaseIterable, Sendable {
        case network, haar
    }

    /// What is done on battery: half as many looks, none at all, or as many as ever.
    package enum OnBattery: String, CaseIterable, Sendable {
        case half, off, same
    }

    /// A source URI: `v4l2:`, `pipewire:`, `video:`, `images:` or `demo:` and what follows. Only the scheme is checked here.
    package var source = "v4l2:/dev/video0"
    /// When the camera may be open.
    package var when = When.always
    /// Frames analysed in a second, 0.1 to 10.
    package var looksPerSecond = 2.0
    /// What finds faces.
    package var detector = Detector.network
    /// By how many degrees each picture is turned clockwise before it is looked at: 0, 90, 180 or 270.
    package var rotate = 0
    /// Whether right and left change places in it.
    package var mirror = false
    /// What is done while the machine runs on battery.
    package var onBattery = OnBattery.half
    /// Players on the session bus that are no reason to open the camera, by a part of their names, each once.
    package var ignorePlayers = [
        "firefox", "chromium", "chrome", "brave", "vivaldi", "opera", "edge", "epiphany", "webkit",
        "plasma-browser-integration",
    ]
}

/// `[mood]`: how emotions become a mood, and when a mood is a new one. Times are in seconds.
package struct MoodSettings: Sendable, Equatable {
    /// What a new playlist should do about the mood.
    package enum Strategy: String, CaseIterable, Sendable {
        case match, lift
    }

    /// How far back the mood looks, 5 to 600.
    package var windowSeconds = 30.0
    /// How far the mood must move from the playlist's before it counts as another, 0.05 to 1.
    package var threshold = 0.84
    /// How long another mood must last before a shift, 0 to 300.
    package var dwellSeconds = 0.5
    /// The shortest time from one new playlist to the next, 0 to 3600.
    package var cooldownSeconds = 20.0
    /// What a new playlist does about the mood.
    package var strategy = Strategy.match
}

/// `[curation]`: how a playlist is chosen.
package struct CurationSettings: Sendable, Equatable {
    /// The song moods for each mood: at least one, none twice, the best first.
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
    /// Whether song choice learns from likes, dislikes, skips and repeats.
    package var learn = true
}

/// `[spotify]`: the account that playlists are written to.
package struct SpotifySettings: Sendable, Equatable {
    /// The client id of the user's app at Spotify; empty: Spotify is off.
    package var clientID = ""
    /// The base address of the Web API, without a slash at the end.
    package var apiURL = "https://api.spotify.com/v1"
    /// The base address of the accounts service, without a slash at the end.
    package var accountsURL = "https://accounts.spotify.com"
    /// `{mood}`, `{date}` and `{time}` are replaced by those of the playlist; also in the description.
    package var playlistName = "EmoTunes"
    /// The description of the playlist.
    package var playlistDescription = "For a {mood} mood, since {time}. Kept in step by EmoTunes."
    /// Whether song choice may use the listening data of the account.
    package var taste = true
    /// Whether the playlist gets a drawn cover image, one for each mood.
    package var cover = false
    /// 0: one playlist is updated. Otherwise every shift gets a new playlist, which is removed after so many days; up
    /// to 365.
    package var keepDays = 0.0
}

/// `[playback]`: what happens to the music that plays.
package struct PlaybackSettings: Sendable, Equatable {
    /// When a player turns to a new playlist. `auto`: not at all at Spotify; in a queue of MPD's that is ours, when the
    /// song that is on has ended.
    package enum Follow: String, CaseIterable, Sendable {
        case auto, off, next, now
    }

    /// When a player switches to a new playlist.
    package var follow = Follow.auto
    /// Whether MPD is started with the first playlist where it plays nothing.
    package var start = false
}

/// `[mpd]`: the Music Player Daemon that plays the listener's own music.
package struct MPDSettings: Sendable, Equatable {
    /// Whether it is used; `auto`: where one answers.
    package enum Enabled: String, CaseIterable, Sendable {
        case auto, on, off
    }

    /// Whether it is used.
    package var enabled = Enabled.auto
    /// A host's name or address; empty: what `MPD_HOST` says, else the usual places.
    package var host = ""
    /// 1 to 65535, a whole number.
    package var port = 6600.0
    /// A local socket's path, absolute or below `~/`; empty: none is named. It goes before the host.
    package var socket = ""
    /// Empty: none is sent.
    package var password = ""
    /// Whether a queue that another program or person filled is replaced too.
    package var takeOver = false
}

/// `[playlist]`: where playlists go besides an account.
package struct PlaylistSettings: Sendable, Equatable {
    /// Whether `playlist.xspf` and `playlist.m3u8` are written into the state folder.
    package var file = true
}

/// `[music]`: the listener's own music.
package struct MusicSettings: Sendable, Equatable {
    /// What songs are chosen from.
    package enum Choose: String, CaseIterable, Sendable {
        /// Where no account is signed in and there are files enough, `playable`; else `all`.
        case auto
        /// Only songs that the folders hold.
        case playable
        /// All that the catalogue knows.
        case all
    }

    /// Each absolute, or below `~/`, none twice.
    package var folders: [String] = []
    /// Another one, under the name the setting had when there could be only one; empty: there is none.
    package var localFolder = ""
    /// What songs are chosen from.
    package var choose = Choose.auto
    /// Whether files are listened to whose mood neither a table nor a tag tells.
    package var listen = true
    /// Players on the session bus that are given new lists while they play ours, by a part of their names, each once.
    package var players = ["mpv", "vlc", "celluloid"]

    /// All folders, each once.
    package var allFolders: [String] {
        localFolder.isEmpty || folders.contains(localFolder) ? folders : folders + [localFolder]
    }
}

/// `[notifications]`: what the desktop is told.
package struct NotificationSettings: Sendable, Equatable {
    /// Nothing, every list that a shift of the mood brought, or every new list.
    package enum Level: String, CaseIterable, Sendable {
        case off, shifts, all
    }

    /// What is told.
    package var level = Level.off
}

/// `[hooks]`: programs of the person's that are run when something happens.
package struct HookSettings: Sendable, Equatable {
    /// The program and its arguments, for a shift of the mood; empty: none.
    package var onShift: [String] = []
    /// How long it may take, 1 to 3600.
    package var timeLimitSeconds = 30.0
}
