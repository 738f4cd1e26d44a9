import Testing

/// A configuration file with something wrong in it, and the one line that must say so.
struct WrongConfiguration: Sendable, CustomTestStringConvertible {
    var bytes: [UInt8]
    var line: Int?
    /// Parts of the message: the key, and what is allowed.
    var says: [String]

    init(_ text: String, line: Int?, _ says: String...) {
        self.init(Array(text.utf8), line: line, says)
    }

    init(_ bytes: [UInt8], line: Int?, _ says: [String]) {
        self.bytes = bytes
        self.line = line
        self.says = says
    }

    var testDescription: String {
        String(decoding: bytes.prefix(60), as: UTF8.self)
    }
}

extension WrongConfiguration {
    static let unknown: [WrongConfiguration] = [
        .init("[mood]\ntreshold = 0.3\n", line: 2, "mood.treshold: no such key; did you mean mood.threshold?"),
        .init("[mood]\nThreshold = 0.3\n", line: 2, "mood.Threshold: no such key; did you mean mood.threshold?"),
        .init("[mood]\nfoo = 1\n", line: 2, "mood.foo: no such key; [mood] has window_seconds, threshold,"),
        .init("threshold = 0.3\n", line: 1, "threshold: no such key; did you mean mood.threshold?"),
        .init("foo = 1\n", line: 1, "foo: no such key; the tables are [camera], [mood]"),
        .init("[mood]\nsource = \"v4l2:auto\"\n", line: 2, "mood.source: no such key; did you mean camera.source?"),
        .init("\n\n[mod]\nthreshold = 0.3\nfoo = 2\n", line: 3, "[mod]: no such table; did you mean [mood]?"),
        .init("[weather]\n", line: 1, "[weather]: no such table; there are [camera], [mood]"),
        .init("[[weather]]\nx = 1\n", line: 1, "weather: no such key; the tables are [camera]"),
        .init(
            "[curation.songs]\njoyful = [\"happy\"]\n", line: 2, "curation.songs.joyful: no such key; [curation.songs]"),
        .init(
            "[curation]\nsong.happy = [\"happy\"]\n", line: 2,
            "[curation.song]: no such table; did you mean [curation.songs]?"),
        .init("\"mood.threshold\" = 0.3\n", line: 1, "\"mood.threshold\": no such key"),
        .init("[mood]\n\"\\n\" = 1\n", line: 2, "mood.\"\\u000A\": no such key"),
    ]

    static let wrongType: [WrongConfiguration] = [
        .init("[mood]\nthreshold = \"0.3\"\n", line: 2, "mood.threshold = \"0.3\": must be a number from 0.05 to 1"),
        .init("[mood]\nthreshold = true\n", line: 2, "mood.threshold = true: must be a number"),
        .init("[mood]\nthreshold = [0.3]\n", line: 2, "mood.threshold = [0.3]: must be a number"),
        .init("[mood]\nthreshold = { x = 1 }\n", line: 2, "mood.threshold = (a table): must be a number"),
        .init("[mood.threshold]\nx = 1\n", line: 1, "mood.threshold = (a table): must be a number"),
        .init("[mood]\nthreshold = 2026-01-01\n", line: 2, "mood.threshold = (a date or time): must be a number"),
        .init("[playlist]\nfile = \"yes\"\n", line: 2, "playlist.file = \"yes\": must be true or false"),
        .init("[playlist]\nfile = 1\n", line: 2, "playlist.file = 1: must be true or false"),
        .init("[camera]\nsource = 0\n", line: 2, "camera.source = 0: must be \"v4l2:PATH\""),
        .init("mood = 3\n", line: 1, "mood = 3: must be a table; write [mood]"),
        .init("[[mood]]\nthreshold = 0.3\n", line: 1, "mood = [(a table)]: must be a table"),
        .init("[curation]\nsongs = [\"happy\"]\n", line: 2, "curation.songs = [\"happy\"]: must be a table"),
        .init("[curation.songs]\nsad = \"calm\"\n", line: 2, "curation.songs.sad = \"calm\": must be a list"),
        .init("[curation.songs]\nsad = [1]\n", line: 2, "curation.songs.sad = [1]: must be a list"),
    ]

    static let notAllowed: [WrongConfiguration] = [
        .init("[mood]\n\n# a comment\nthreshold = 7\n", line: 4, "mood.threshold = 7: must be a number from 0.05 to 1"),
        .init("[mood]\nthreshold = nan\n", line: 2, "mood.threshold = nan: must be a number"),
        .init("[mood]\nwindow_seconds = inf\n", line: 2, "mood.window_seconds = inf: must be a number from 5 to 600"),
        .init("[mood]\ndwell_seconds = -1\n", line: 2, "mood.dwell_seconds = -1: must be a number from 0 to 300"),
        .init(
            "[camera]\nlooks_per_second = 0\n", line: 2, "camera.looks_per_second = 0: must be a number from 0.1 to 10"),
        .init("[camera]\nrotate = 45\n", line: 2, "camera.rotate = 45: must be 0, 90, 180 or 270"),
        .init(
            "mood.cooldown_seconds = 1e9\n", line: 1,
            "mood.cooldown_seconds = 1000000000.0: must be a number from 0 to 3600"),
        .init(
            "[camera]\nwhen = \"sometimes\"\n", line: 2,
            "camera.when = \"sometimes\": must be \"always\" or \"playing\""),
        .init("[mood]\nstrategy = \"Match\"\n", line: 2, "mood.strategy = \"Match\": must be \"match\" or \"lift\""),
        .init(
            "[playback]\nfollow = \"\"\n", line: 2,
            "playback.follow = \"\": must be \"auto\", \"off\", \"next\" or \"now\""),
        .init("[mpd]\nhost = \"a b\"\n", line: 2, "mpd.host = \"a b\": must be a host's name"),
        .init("[mpd]\nport = 0\n", line: 2, "mpd.port = 0: must be a number from 1 to 65535"),
        .init("[mpd]\nsocket = \"run/mpd\"\n", line: 2, "mpd.socket = \"run/mpd\": must be an absolute path"),
        .init("[camera]\nsource = \"/dev/video0\"\n", line: 2, "camera.source", "\"v4l2:PATH\""),
        .init("[camera]\nsource = \"demo:\"\n", line: 2, "camera.source = \"demo:\": must be"),
        .init(
            "[curation.songs]\nsad = []\n", line: 2,
            "curation.songs.sad = []: must be a list of at least one of \"happy\""),
        .init("[curation.songs]\nsad = [\"angry\"]\n", line: 2, "curation.songs.sad = [\"angry\"]: must be"),
        .init("[curation.songs]\nsad = [\"calm\", \"calm\"]\n", line: 2, "curation.songs.sad", "none twice"),
        .init("[spotify]\nclient_id = \"a b\"\n", line: 2, "spotify.client_id = \"a b\": must be a client id"),
        .init(
            "[spotify]\napi_url = \"http://api.spotify.com\"\n", line: 2, "spotify.api_url",
            "http only for this machine"),
        .init("[spotify]\napi_url = \"ftp://localhost\"\n", line: 2, "spotify.api_url", "must be an https URL"),
        .init(
            "[spotify]\naccounts_url = \"https://me:pw@x.org\"\n", line: 2,
            "spotify.accounts_url = \"https://***@x.org\"", "without user"),
        .init(
            "[spotify]\nplaylist_name = \"a\\nb\"\n", line: 2, "spotify.playlist_name = \"a\\u000Ab\": must be a name"),
        .init("[spotify]\nplaylist_name = \"  \"\n", line: 2, "spotify.playlist_name", "1 to 100 characters"),
        .init("[music]\nfolders = [\"Music\"]\n", line: 2, "music.folders", "must be a list of absolute paths"),
        .init("[music]\nfolders = [\"/a\", \"/a\"]\n", line: 2, "music.folders", "none twice"),
        .init("[music]\nfolders = \"/a\"\n", line: 2, "music.folders = \"/a\": must be a list"),
        .init("[music]\nplayers = [\"a b\"]\n", line: 2, "music.players", "a list of names"),
        .init("[camera]\nignore_players = [\"a\", \"a\"]\n", line: 2, "camera.ignore_players", "none twice"),
        .init("[notifications]\nlevel = \"on\"\n", line: 2, "notifications.level", "\"shifts\""),
        .init("[hooks]\non_shift = \"lights\"\n", line: 2, "hooks.on_shift", "a list of a program"),
        .init("[hooks]\non_shift = [\"bin/lights\"]\n", line: 2, "hooks.on_shift", "an absolute path"),
        .init("[hooks]\ntime_limit_seconds = 0\n", line: 2, "hooks.time_limit_seconds", "from 1 to 3600"),
        .init("[music]\nchoose = \"mine\"\n", line: 2, "music.choose = \"mine\": must be", "\"playable\""),
        .init(
            "[music]\nlocal_folder = \"Music\"\n", line: 2, "music.local_folder = \"Music\": must be an absolute path"),
    ]

    static let notTOML: [WrongConfiguration] = [
        .init("[mood]\nthreshold = 0.3\nthreshold = 0.4\n", line: 3, "threshold", "a key may be given once"),
        .init("[mood]\nthreshold = 0.3\n\n[mood]\n", line: 4, "[mood]", "a table may be given once"),
        .init("[mood\nthreshold = 0.3\n", line: 1, "[mood: not TOML"),
        .init("[mood]\nthreshold = 0.3\n\n[#amera]\nlooks_per_second = 1\n", line: 4, "[#amera]: not TOML"),
        .init("[#", line: 1, "[#: not TOML"),
        .init("[mood]\nthreshold 0.3\n", line: 2, "threshold 0.3: not TOML"),
        .init("[mood]\nthreshold =\n", line: 2, "threshold =: not TOML"),
        .init("[mood]\nthreshold = 0,3\n", line: 2, "threshold = 0,3: not TOML"),
        .init("[mood]\nstrategy = match\n", line: 2, "strategy = match: not TOML", "text must stand in quotes"),
        .init("[camera]\nsource = \"v4l2:auto\n", line: 2, "source = \"v4l2:auto: not TOML", "closing quote"),
        .init("[mood]\nthreshold = 0.3 dwell_seconds = 3\n", line: 2, "threshold = 0.3 dwell_seconds = 3: not TOML"),
        .init("[mood]\nthreshold = 99999999999999999999\n", line: 2, "threshold = 99999999999999999999: not TOML"),
        .init(Array("[camera]\n# caf".utf8) + [0xE9, 0x0A], line: 2, ["must be saved as UTF-8"]),
        .init(
            [0xFF, 0xFE] + Array("[mood]\n".utf8).flatMap { [$0, 0] }, line: 1, ["is UTF-16; it must be saved as UTF-8"]
        ),
        .init(Array("[mood]\n".utf8) + [0, 0, 0], line: 2, ["not TOML"]),
        .init("a = " + String(repeating: "[", count: 5000), line: 1, "not TOML", "nested"),
        .init("[mood]\na" + String(repeating: ".a", count: 20000) + " = 1\n", line: 2, "more than 64 dots"),
        .init("# " + String(repeating: "x", count: 70_000), line: nil, "is larger than 64 KiB"),
    ]

    static let all = unknown + wrongType + notAllowed + notTOML
}
