import Emotions
import Songs

/// Every key of the configuration, in the order of the shipped file.
///
/// Reading a file, `--set`, the shipped file and its test all follow this list: a setting is added here and in
/// ``Settings``, and nowhere else.
package enum SettingSchema {
    /// A table of the file, and its purpose in a sentence.
    package struct Section: Sendable {
        /// The name of the table.
        package let name: String
        /// The comment above it in the shipped file.
        package let summary: String
    }

    /// The tables, in the order of the shipped file.
    package static let sections = [
        Section(
            name: "camera", summary: "The camera, or what stands in for it. Frames stay in memory and are never stored."
        ),
        Section(name: "mood", summary: "How what the face shows becomes a mood, and when a mood counts as a new one."),
        Section(name: "curation", summary: "How songs are chosen."),
        Section(name: "curation.songs", summary: "Which songs serve which mood, the best first."),
        Section(name: "spotify", summary: "The Spotify account that playlists are written to."),
        Section(name: "playback", summary: "What happens to the music that plays."),
        Section(name: "playlist", summary: "Where playlists go besides an account."),
        Section(name: "music", summary: "Music of your own."),
        Section(name: "mpd", summary: "MPD, the Music Player Daemon, which plays music of your own."),
        Section(name: "notifications", summary: "What EmoTunes tells your desktop."),
        Section(name: "hooks", summary: "Programs of yours that EmoTunes has run."),
    ]

    /// The rules of all keys, in the order of the shipped file.
    package static let rules: [SettingRule] =
        camera + mood + curation + Emotion.allCases.map(songs) + spotify + playback + [playlist] + music + mpd
        + [notifications] + hooks

    /// The rule for a dotted key; nil if there is no such key.
    package static func rule(for key: String) -> SettingRule? { byKey[key] }

    private static let byKey = Dictionary(uniqueKeysWithValues: rules.map { ($0.key, $0) })

    /// The rules of passwords.
    static let secrets = rules.filter(\.isSecret)

    /// Every table that contains a key, and its parents.
    static let tables: Set<String> = {
        var tables: Set<String> = []
        for rule in rules {
            var names = rule.section.split(separator: ".")
            while !names.isEmpty {
                tables.insert(names.joined(separator: "."))
                names.removeLast()
            }
        }
        return tables
    }()

    private static let camera: [SettingRule] = [
        .text(
            "camera.source", \.camera.source,
            allowed:
                "\"v4l2:PATH\", \"v4l2:auto\", \"pipewire:\", \"pipewire:CAMERA\", \"video:FILE\", \"images:FOLDER\" "
                + "or \"demo:happy=30,sad=30,...\"",
            "Where frames come from; v4l2:auto takes the first camera found, pipewire: the session's.",
            clean: TextRules.sourceURI),
        .choice(
            "camera.when", \.camera.when, "When the camera may be open: always, or only while a media player plays."),
        .number(
            "camera.looks_per_second", \.camera.looksPerSecond, 0.1...10,
            "How many frames a second are looked at, at most; fewer while nothing changes."),
        .choice(
            "camera.detector", \.camera.detector,
            "What finds faces: EmoTunes' own network, or OpenCV's Haar cascade, which misses more; a restart takes it over."
        ),
        .number(
            "camera.rotate", \.camera.rotate, among: [0, 90, 180, 270],
            "How many degrees the picture is turned clockwise, for a camera that hangs upside down or stands on its side."
        ),
        .flag("camera.mirror", \.camera.mirror, "Whether right and left change places, for a camera that mirrors."),
        .choice(
            "camera.on_battery", \.camera.onBattery,
            "What to do while the machine runs on battery: half as many looks, none with the camera off, or the same as ever."
        ),
        .names(
            "camera.ignore_players", \.camera.ignorePlayers,
            "Players whose music or video is no reason to open the camera where camera.when is \"playing\"."),
    ]

    private static let mood: [SettingRule] = [
        .number(
            "mood.window_seconds", \.mood.windowSeconds, 5...600,
            "How far back the mood looks: longer is calmer, shorter is quicker."),
        .number(
            "mood.threshold", \.mood.threshold, 0.05...1,
            "How far the mood must move from the playlist's before it counts as a new one."),
        .number(
            "mood.dwell_seconds", \.mood.dwellSeconds, 0...300, "How long a new mood must last before it is believed."),
        .number(
            "mood.cooldown_seconds", \.mood.cooldownSeconds, 0...3600,
            "How long after a new playlist the next one may come."),
        .choice(
            "mood.strategy", \.mood.strategy,
            "What a playlist should do: match the mood, or lift an unhappy one."),
    ]

    private static let curation: [SettingRule] = [
        .flag("curation.explicit", \.curation.explicit, "Whether songs marked as explicit may be chosen."),
        .flag(
            "curation.learn", \.curation.learn,
            "Whether likes, dislikes, skips and repeats change what is chosen; a dislike is never offered in any case."),
    ]

    private static func songs(for emotion: Emotion) -> SettingRule {
        .words(
            "curation.songs.\(emotion.rawValue)", of: SongMood.self, "The songs for the mood \"\(emotion.rawValue)\".",
            get: { $0.curation.songs[emotion] ?? [] }, set: { $1.curation.songs[emotion] = $0 })
    }

    private static let address = "an https URL without user, query or fragment (http only for this machine)"

    private static let spotify: [SettingRule] = [
        .text(
            "spotify.client_id", \.spotify.clientID,
            allowed: "a client id (up to 128 letters, digits, - and _), or empty",
            "The id of your app from Spotify's developer dashboard; empty leaves Spotify off.",
            clean: TextRules.identifier),
        .text(
            "spotify.api_url", \.spotify.apiURL, allowed: address, "The Web API's address.",
            clean: TextRules.webAddress),
        .text(
            "spotify.accounts_url", \.spotify.accountsURL, allowed: address, "The sign-in service's address.",
            clean: TextRules.webAddress),
        .text(
            "spotify.playlist_name", \.spotify.playlistName, allowed: "a name of 1 to 100 characters in one line",
            "What the playlist in the account is called; {mood}, {date} and {time} are filled in.",
            clean: TextRules.playlistName),
        .text(
            "spotify.playlist_description", \.spotify.playlistDescription,
            allowed: "up to 300 characters in one line", "What is written under its name.",
            clean: TextRules.playlistDescription),
        .flag(
            "spotify.taste", \.spotify.taste,
            "Whether choosing learns from what you played lately, play most and saved; asked for at the next login."),
        .flag(
            "spotify.cover", \.spotify.cover,
            "Whether the playlist gets a drawn cover, one for each mood; asked for at the next login."),
        .number(
            "spotify.keep_days", \.spotify.keepDays, 0...365,
            "0 keeps one playlist up to date; else every shift makes another, removed after so many days."),
    ]

    private static let playback: [SettingRule] = [
        .choice(
            "playback.follow", \.playback.follow,
            "When the player turns to a new playlist: not at all, at the end of the song, or at once; auto is off at Spotify and next elsewhere."
        ),
        .flag(
            "playback.start", \.playback.start,
            "Whether MPD is started with the daemon's first playlist where it plays nothing."),
    ]

    private static let playlist = SettingRule.flag(
        "playlist.file", \.playlist.file,
        "Whether playlist.xspf and playlist.m3u8 are written into the state folder.")

    private static let music: [SettingRule] = [
        .paths(
            "music.folders", \.music.folders,
            "Folders with music files, subfolders included; what they hold can be chosen and played."),
        .choice(
            "music.choose", \.music.choose,
            "Which songs lists may hold: only those in your folders, or all; auto takes yours where no account is signed in and there are 60 of them."
        ),
        .flag(
            "music.listen", \.music.listen,
            "Whether your files are listened to, in the background and never on battery, where no table and no tag tells their mood."
        ),
        .text(
            "music.local_folder", \.music.localFolder,
            allowed: "an absolute path, a path that begins with ~/, or empty",
            "One more such folder; music.folders was this in earlier versions.", clean: TextRules.folder),
        .names(
            "music.players", \.music.players,
            "Players on the session bus that are given a new list when a song of the list before has ended in them."),
    ]

    private static let mpd: [SettingRule] = [
        .choice(
            "mpd.enabled", \.mpd.enabled, "Whether MPD is used: where one is found, always expected, or not at all."),
        .text(
            "mpd.host", \.mpd.host, allowed: "a host's name or address, or empty",
            "The machine MPD runs on; empty takes what MPD_HOST says, else looks at the usual places on this one.",
            clean: TextRules.host),
        .number("mpd.port", \.mpd.port, 1...65535, "The port it listens on there."),
        .text(
            "mpd.socket", \.mpd.socket, allowed: "an absolute path, a path that begins with ~/, or empty",
            "The local socket MPD listens on; goes before mpd.host.", clean: TextRules.folder),
        .text(
            "mpd.password", \.mpd.password, allowed: "a password in one line, without spaces, or empty", isSecret: true,
            "The password MPD wants.", clean: TextRules.password),
        .flag(
            "mpd.take_over", \.mpd.takeOver,
            "Whether a queue that another program or person filled is replaced too."),
    ]

    private static let notifications = SettingRule.choice(
        "notifications.level", \.notifications.level,
        "What is shown as a notification: nothing, the list that a new mood brought, or every new list.")

    private static let hooks: [SettingRule] = [
        .command(
            "hooks.on_shift", \.hooks.onShift,
            "A program and its arguments, run at each shift of the mood; {mood} and {from} are filled in."),
        .number(
            "hooks.time_limit_seconds", \.hooks.timeLimitSeconds, 1...3600,
            "How long it may take before it is ended, with all it started."),
    ]
}
