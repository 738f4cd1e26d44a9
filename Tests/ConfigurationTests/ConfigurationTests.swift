import Emotions
import Foundation
import Glibc
import Platform
import Songs
import TestSupport
import Testing

@testable import Configuration

@Suite struct ConfigurationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Locations below the test's folder, and none of the machine's own.
    private var locations: Locations {
        let environment = ["XDG_CONFIG_HOME": folder.path, "HOME": folder.path]
        var host = Host(environment: environment, userID: 1000, home: nil, executable: nil) { _ in nil }
        host.systemFolder = "\(folder.path)/etc"
        return Locations(host: host)
    }

    private func load(_ text: String, set overrides: [String] = []) throws -> Settings {
        let file = try folder.write(text, to: "settings.toml")
        return try Configuration.load(file: file, overrides: overrides, locations: locations).settings
    }

    private func error(_ body: () throws -> Void) throws -> ConfigurationError {
        try #require(throws: ConfigurationError.self, performing: body)
    }

    @Test func tableOfWrongConfigurationsIsLongEnough() {
        #expect(WrongConfiguration.all.count >= 40)
    }

    @Test(arguments: WrongConfiguration.all)
    func wrongFileIsRefusedInOneLine(_ wrong: WrongConfiguration) throws {
        let file = try folder.write(wrong.bytes, to: "wrong.toml")
        let error = try error { _ = try Configuration.load(file: file, locations: locations) }
        let message = error.description
        #expect(error.problems.count == 1, "\(message)")
        #expect(message.hasPrefix(wrong.line.map { "\(file):\($0): " } ?? "\(file): "), "\(message)")
        #expect(!message.contains("\n"))
        #expect(message.count - file.count < 320)
        for part in wrong.says {
            #expect(message.contains(part), "\(message)")
        }
    }

    @Test func problemsAreReportedInFileOrder() throws {
        let error = try error {
            _ = try load("[spotify]\nfoo = 1\n[mood]\nthreshold = 7\nwindow_seconds = 1\n[camera]\nwhen = 3\n")
        }
        #expect(error.problems.map(\.line) == [2, 4, 5, 7])
        #expect(error.description.split(separator: "\n").count == 4)
    }

    @Test func manyProblemsAreCounted() throws {
        let keys = (0..<30).map { "unknown\($0) = 1\n" }.joined()
        let lines = try error { _ = try load(keys) }.description.split(separator: "\n")
        #expect(lines.count == 11)
        #expect(lines.last == "20 more like these")
    }

    @Test(arguments: ["", "\n", "# nothing\n", "[mood]\n", "\u{FEFF}[mood]\n", "[mood]\r\nthreshold = 0.84\r\n"])
    func emptyFileGivesTheDefaults(_ text: String) throws {
        #expect(try load(text) == Settings())
    }

    @Test func everyKeyReachesItsSetting() throws {
        let settings = try load(
            """
            mood.window_seconds = 20
            mood.threshold = 0.5
            mood.dwell_seconds = 0
            mood.cooldown_seconds = 90.5
            mood.strategy = "lift"
            curation.songs = { sad = ["happy", "calm"], angry = ["calm"] }
            [camera]
            source = "demo:happy=30,sad=30?speed=max"
            when = "playing"
            looks_per_second = 4
            detector = "haar"
            rotate = 180
            mirror = true
            on_battery = "off"
            ignore_players = ["mpv"]
            [spotify]
            client_id = "0123abcDEF"
            api_url = "http://127.0.0.1:8080/v1/"
            accounts_url = "http://[::1]:9"
            playlist_name = "Für Élise 🎵"
            [playback]
            follow = "now"
            start = true
            [playlist]
            file = false
            [music]
            folders = ["/srv/My music, all of it", "~/Songs"]
            choose = "playable"
            listen = false
            local_folder = "~/Music"
            players = []
            [mpd]
            enabled = "on"
            host = "[::1]"
            port = 6601
            socket = "~/mpd"
            password = "word"
            take_over = true
            [notifications]
            level = "shifts"
            [hooks]
            on_shift = ["~/bin/lights", "{mood}, now"]
            time_limit_seconds = 5
            """)
        var expected = Settings()
        expected.mood = .init(
            windowSeconds: 20, threshold: 0.5, dwellSeconds: 0, cooldownSeconds: 90.5, strategy: .lift)
        expected.curation.songs[.sad] = [.happy, .calm]
        expected.curation.songs[.angry] = [.calm]
        expected.camera = .init(
            source: "demo:happy=30,sad=30?speed=max", when: .playing, looksPerSecond: 4, detector: .haar, rotate: 180,
            mirror: true, onBattery: .off, ignorePlayers: ["mpv"])
        expected.spotify = .init(
            clientID: "0123abcDEF", apiURL: "http://127.0.0.1:8080/v1", accountsURL: "http://[::1]:9",
            playlistName: "Für Élise 🎵")
        expected.playback = .init(follow: .now, start: true)
        expected.playlist.file = false
        expected.music = .init(
            folders: ["/srv/My music, all of it", "~/Songs"], localFolder: "~/Music", choose: .playable,
            listen: false, players: [])
        expected.mpd = .init(
            enabled: .on, host: "::1", port: 6601, socket: "~/mpd", password: "word", takeOver: true)
        expected.notifications.level = .shifts
        expected.hooks = .init(onShift: ["~/bin/lights", "{mood}, now"], timeLimitSeconds: 5)
        #expect(settings == expected)
    }

    @Test func defaultSongsServeEveryMood() {
        let songs = Settings().curation.songs
        for emotion in Emotion.allCases {
            let moods = songs[emotion] ?? []
            #expect(!moods.isEmpty && Set(moods).count == moods.count, "\(emotion)")
        }
    }

    @Test func givenFileMustExist() throws {
        let missing = "\(folder.path)/missing.toml"
        let error = try error { _ = try Configuration.load(file: missing, locations: locations) }
        #expect(error.description == "--config \(missing): there is no such file")
        #expect(ConfigurationError.exitStatus == 78)
    }

    @Test func folderIsRefused() throws {
        let error = try error { _ = try Configuration.load(file: folder.path, locations: locations) }
        #expect(error.description == "\(folder.path): is a folder; it must be a file")
    }

    @Test func devicesAndPipesAreRefused() throws {
        let pipe = "\(folder.path)/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, "/dev/zero"] {
            let error = try error { _ = try Configuration.load(file: path, locations: locations) }
            #expect(error.description == "\(path): is neither a file nor a link to one")
        }
    }

    @Test func fileThatCannotBeReadIsAnError() throws {
        // A process's memory is a regular file whose first page not even root may read.
        let error = try error { _ = try Configuration.load(file: "/proc/self/mem", locations: locations) }
        #expect(error.description == "/proc/self/mem: cannot be read: Input/output error")
        #expect(ConfigurationFile.ReadError.system(Errno(EACCES)).message.contains("permission denied"))
    }

    @Test func usersFileIsFoundWithoutAFlagAndNamedInItsErrors() throws {
        #expect(try Configuration.load(locations: locations).files.isEmpty)
        #expect(try Configuration.load(locations: locations).filesInWords == "the defaults")
        let file = try folder.write("[mood]\nthreshold = 0.7\n", to: "emotunes/emotunesd.toml")
        let found = try Configuration.load(locations: locations)
        #expect(found.files == [file])
        #expect(found.settings.mood.threshold == 0.7)
        try folder.write("[mood]\nthreshold = 7\n", to: "emotunes/emotunesd.toml")
        let error = try error { _ = try Configuration.load(locations: locations) }
        #expect(error.description.hasPrefix("\(file):2: mood.threshold = 7: must be"))
    }

    @Test func usersFileThatIsAFolderIsAnError() throws {
        try folder.write("", to: "emotunes/emotunesd.toml/inside")
        let error = try error { _ = try Configuration.load(locations: locations) }
        #expect(error.description.hasSuffix("is a folder; it must be a file"))
    }
}
