import ControlProtocol
import Emotions
import Glibc
import Songs
import TestSupport
import Testing

@testable import Configuration

/// The layers of the settings, one over the other.
@Suite struct LayersTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A machine whose system's and user's files are in the test's folder.
    private var locations: Locations {
        var host = Host(
            environment: ["XDG_CONFIG_HOME": "\(folder.path)/user"], userID: 1000, home: nil, executable: nil
        ) { _ in nil }
        host.systemFolder = "\(folder.path)/etc"
        return Locations(host: host)
    }

    /// The layers that are files, the lowest first, by their paths in the test's folder.
    private static let files = [
        "etc/emotunes/emotunesd.toml", "etc/emotunes/emotunesd.toml.d/50-a.toml",
        "etc/emotunes/emotunesd.toml.d/60-b.toml", "user/emotunes/emotunesd.toml",
        "user/emotunes/emotunesd.toml.d/50-a.toml", "user/emotunes/emotunesd.toml.d/60-b.toml",
    ]

    /// Every two layers, the lower first; the last is `--set`.
    static let pairs = (0..<files.count).flatMap { lower in
        (lower + 1..<files.count + 1).map { (lower, $0) }
    }

    private func load(set overrides: [String] = []) throws -> Configuration {
        try Configuration.load(overrides: overrides, locations: locations)
    }

    /// What is wrong with the layers, in one text.
    private func mistake(set overrides: [String] = []) throws -> String {
        "\(try #require(throws: ConfigurationError.self) { _ = try load(set: overrides) })"
    }

    @Test(arguments: pairs)
    func higherLayerHasTheLastWordOnItsKeysOnly(lower: Int, higher: Int) throws {
        let low = try folder.write("[mood]\nthreshold = 0.4\ndwell_seconds = 4\n", to: Self.files[lower])
        var expected = [low]
        var overrides: [String] = []
        var origin = SettingOrigin.option("--set")
        if higher < Self.files.count {
            let high = try folder.write("\n[mood]\nthreshold = 0.7\n", to: Self.files[higher])
            expected.append(high)
            origin = .file(high, line: 3)
        } else {
            overrides = ["mood.threshold=0.7"]
        }
        let configuration = try load(set: overrides)
        #expect(configuration.settings.mood.threshold == 0.7)
        #expect(configuration.settings.mood.dwellSeconds == 4)
        #expect(configuration.settings.mood.cooldownSeconds == Settings().mood.cooldownSeconds)
        #expect(configuration.files == expected)
        #expect(configuration.origin(of: "mood.threshold") == origin)
        #expect(configuration.origin(of: "mood.dwell_seconds") == .file(low, line: 3))
        #expect(configuration.origin(of: "mood.cooldown_seconds") == .standard)
    }

    /// Setting up Spotify used to make the camera watch all day.
    @Test func twoLinesForSpotifyLeaveThePackagedFileInForce() throws {
        try folder.write("[camera]\nwhen = \"playing\"\n", to: Self.files[0])
        try folder.write("[spotify]\nclient_id = \"abc\"\n", to: Self.files[3])
        let configuration = try load()
        #expect(configuration.settings.camera.when == .playing)
        #expect(configuration.settings.spotify.clientID == "abc")
    }

    @Test func allSixFilesAreReadInOrder() throws {
        for (number, file) in Self.files.enumerated() {
            try folder.write("[mood]\ncooldown_seconds = \(number)\n", to: file)
        }
        let configuration = try load()
        #expect(configuration.files == Self.files.map { "\(folder.path)/\($0)" })
        #expect(configuration.settings.mood.cooldownSeconds == 5)
        #expect(configuration.filesInWords.hasPrefix("\(folder.path)/etc/emotunes/emotunesd.toml, then "))
    }

    @Test(arguments: 0..<6)
    func mistakeInAnyLayerNamesFileLineAndKey(layer: Int) throws {
        for file in Self.files { try folder.write("[mood]\ndwell_seconds = 4\n", to: file) }
        let file = try folder.write("[mood]\n\nthreshold = 7\n", to: Self.files[layer])
        #expect(try mistake() == "\(file):3: mood.threshold = 7: must be a number from 0.05 to 1")
    }

    @Test func mistakesOfAllLayersAreReportedInTheirOrder() throws {
        let files = try Self.files.map { try folder.write("[mood]\nthresold = 1\n", to: $0) }
        let lines = try mistake(set: ["mood.threshold=7"]).split(separator: "\n")
        #expect(lines.dropLast().map { $0.prefix { $0 != ":" } } == files.map { $0[...] })
        #expect(lines.last?.hasPrefix("--set mood.threshold=7: ") == true)
    }

    @Test func aValueThatIsOverriddenMustBeRightAllTheSame() throws {
        try folder.write("[mood]\nthreshold = 7\n", to: Self.files[0])
        try folder.write("[mood]\nthreshold = 0.5\n", to: Self.files[3])
        #expect(try mistake().contains("etc/emotunes/emotunesd.toml:2: mood.threshold = 7"))
    }

    @Test func listIsReplacedAsAWhole() throws {
        try folder.write("[curation.songs]\nsad = [\"happy\", \"calm\"]\n", to: Self.files[0])
        try folder.write("[curation]\nsongs.sad = [\n  \"sad\",\n]\n", to: Self.files[3])
        let configuration = try load()
        #expect(configuration.settings.curation.songs[.sad] == [.sad])
        #expect(configuration.origin(of: "curation.songs.sad") == .file("\(folder.path)/\(Self.files[3])", line: 2))
    }

    @Test func givenFileReplacesEveryFileAndDropIn() throws {
        for file in Self.files { try folder.write("[mood]\nthreshold = 0.4\n", to: file) }
        let given = try folder.write("[mood]\ndwell_seconds = 9\n", to: "given.toml")
        try folder.write("[mood]\ndwell_seconds = 8\n", to: "given.toml.d/50-a.toml")
        let configuration = try Configuration.load(file: given, overrides: ["mood.strategy=lift"], locations: locations)
        #expect(configuration.files == [given])
        #expect(configuration.settings.mood.threshold == Settings().mood.threshold)
        #expect(configuration.settings.mood.dwellSeconds == 9)
        #expect(configuration.settings.mood.strategy == .lift)
    }

    @Test func dropInsNeedNoFileBesideThem() throws {
        try folder.write("[mood]\nthreshold = 0.4\n", to: Self.files[4])
        #expect(try load().settings.mood.threshold == 0.4)
    }

    @Test func dropInsAreSortedByBytesAndOthersFilesAreNone() throws {
        let drops = "user/emotunes/emotunesd.toml.d"
        for name in ["9.toml", "10.toml", "B.toml", "a.toml", "\u{e4}.toml"] {
            try folder.write("[mood]\ndwell_seconds = 4\n", to: "\(drops)/\(name)")
        }
        for name in [".hidden.toml", "a.toml~", "a.toml.dpkg-new", "README", ".#a.toml"] {
            try folder.write("wrong", to: "\(drops)/\(name)")
        }
        let names = try load().files.map { $0.dropFirst(folder.path.count + 1 + drops.count + 1) }
        #expect(names == ["10.toml", "9.toml", "B.toml", "a.toml", "\u{e4}.toml"])
    }

    @Test func aFileInThePlaceOfTheFolderIsRefused() throws {
        try folder.write("", to: "user/emotunes/emotunesd.toml.d")
        #expect(
            try mistake().hasSuffix("emotunesd.toml.d: is no folder; it holds drop-ins, files whose names end in .toml")
        )
    }

    @Test func tooManyDropInsAreRefused() throws {
        for number in 0...DropIns.most {
            try folder.write("", to: "user/emotunes/emotunesd.toml.d/\(number).toml")
        }
        #expect(try mistake().contains("holds more than 256 drop-ins"))
    }

    @Test func aDropInThatIsAFolderIsRefused() throws {
        try folder.write("", to: "user/emotunes/emotunesd.toml.d/50-a.toml/inside")
        #expect(try mistake().hasSuffix("emotunesd.toml.d/50-a.toml: is a folder; it must be a file"))
    }

    @Test(arguments: ["user/emotunes/emotunesd.toml", "user/emotunes/emotunesd.toml.d/50-a.toml"])
    func aLinkToNothingIsRefused(file: String) throws {
        try folder.write("", to: "user/emotunes/emotunesd.toml.d/60-b.toml")
        try #require(symlink("/nonexistent/settings.toml", "\(folder.path)/\(file)") == 0)
        #expect(try mistake() == "\(folder.path)/\(file): is a link to nothing; mend or remove it")
    }

    @Test func aNameThatIsNotUTF8IsRefused() throws {
        try folder.write("", to: "user/emotunes/emotunesd.toml.d/60-b.toml")
        let name: [CChar] =
            "\(folder.path)/user/emotunes/emotunesd.toml.d/".utf8CString.dropLast()
            + [CChar(bitPattern: 0xFF)] + ".toml".utf8CString
        let descriptor = open(name, O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        close(descriptor)
        #expect(try mistake().hasSuffix("emotunesd.toml.d: holds a file whose name is not UTF-8"))
    }

    @Test func usersFileThatIsTheSystemsIsReadOnce() throws {
        var host = Host(
            environment: ["XDG_CONFIG_HOME": "\(folder.path)/etc"], userID: 0, home: nil, executable: nil
        ) { _ in nil }
        host.systemFolder = "\(folder.path)/etc"
        let file = try folder.write("", to: Self.files[0])
        #expect(try Configuration.load(locations: Locations(host: host)).files == [file])
    }

    @Test func listingShowsEveryKeyWithItsOrigin() throws {
        let file = try folder.write("\n\n[camera]\nwhen = \"playing\"\n", to: Self.files[0])
        let configuration = try load(set: ["mood.threshold=0.5"])
        let listing = configuration.listing()
        #expect(listing.settings.map(\.key) == SettingSchema.rules.map(\.key))
        #expect(listing["camera.when"] == Setting(key: "camera.when", value: .text("playing"), origin: "\(file):4"))
        #expect(listing["mood.threshold"] == Setting(key: "mood.threshold", value: .number(0.5), origin: "--set"))
        #expect(listing["mood.window_seconds"]?.origin == "default")
        #expect(listing["curation.songs.sad"]?.value == .list(["sad", "calm"]))
        #expect(listing["playlist.file"]?.value == .flag(true))
        #expect(listing.files == [file])
        let source = configuration.listing(source: "demo:sad=4")["camera.source"]
        #expect(source == Setting(key: "camera.source", value: .text("demo:sad=4"), origin: "--source"))
    }
}

/// Passwords are shown nowhere.
@Suite struct SecretTests {
    private let rule = SettingRule.text(
        "mpd.password", \.spotify.clientID, allowed: "a password", isSecret: true, "The password."
    ) { $0.isEmpty ? nil : $0 }

    @Test func passwordIsMaskedAndItsAbsenceIsNot() {
        var settings = Settings()
        #expect(rule.shown(of: settings) == .text(""))
        #expect(rule.put(.string("secret"), &settings))
        #expect(rule.shown(of: settings) == .masked)
        #expect(rule.value(settings) == .text("secret"))
    }

    @Test(arguments: [
        ("mpd.password=secret", "mpd.password=***"), ("password = \"secret", "password =***"),
        ("  mpd . password='secret' # x", "  mpd . password=***"), ("threshold = 0.5", "threshold = 0.5"),
        ("password", "password"),
    ])
    func whatStandsBehindAPasswordsKeyIsHidden(line: String, shown: String) {
        #expect(SecretText.hidden(in: line, secrets: [rule]) == shown)
    }
}
