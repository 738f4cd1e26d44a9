import Foundation
import Testing

@testable import Configuration

@Suite struct SettingSchemaTests {
    private static let shippedFile = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("config/emotunesd.toml")

    /// `EMOTUNES_RECORD=1` writes the file instead of comparing it: what `make config` does.
    @Test func shippedFileIsWhatTheSchemaSays() throws {
        let rendered = ConfigurationText.render()
        if ProcessInfo.processInfo.environment["EMOTUNES_RECORD"] == "1" {
            try rendered.write(to: Self.shippedFile, atomically: true, encoding: .utf8)
        }
        let shipped = try String(contentsOf: Self.shippedFile, encoding: .utf8)
        #expect(shipped == rendered, "config/emotunesd.toml differs from the schema; make config writes it anew")
    }

    @Test func shippedFileGivesTheDefaults() throws {
        let shipped = try Data(contentsOf: Self.shippedFile)
        #expect(try SettingsReader.settings(from: Array(shipped), origin: "shipped") == Settings())
    }

    /// What `make install` writes to /etc: the camera is open only while a media player plays.
    @Test func packagedFileWaitsForMusicAndChangesNothingElse() throws {
        let script = Process()
        script.executableURL = Self.shippedFile.deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(".ci/packaged-settings")
        let output = Pipe()
        script.standardOutput = output
        try script.run()
        let packaged = output.fileHandleForReading.readDataToEndOfFile()
        script.waitUntilExit()
        #expect(script.terminationStatus == 0)
        var wanted = Settings()
        wanted.camera.when = .playing
        #expect(try SettingsReader.settings(from: Array(packaged), origin: "packaged") == wanted)
    }

    @Test func defaultsWrittenOutAreReadBack() throws {
        let text = ConfigurationText.render().split(separator: "\n").map { line in
            line.hasPrefix("# ") && line.contains(" = ") ? line.dropFirst(2) : line
        }
        let bytes = Array(text.joined(separator: "\n").utf8)
        #expect(try SettingsReader.settings(from: bytes, origin: "defaults") == Settings())
        let keys = try TomlDocument.entries(of: bytes).filter { $0.value != .table }.map(\.path)
        #expect(keys == SettingSchema.rules.map(\.key))
    }

    @Test(arguments: SettingSchema.rules.map(\.key))
    func everyKeyIsDocumentedAndInASection(_ key: String) throws {
        let rule = try #require(SettingSchema.rule(for: key))
        #expect(rule.summary.hasSuffix("."))
        #expect(!rule.summary.contains("\n"))
        #expect(SettingSchema.sections.contains { $0.name == rule.section })
        #expect("\(rule.section).\(rule.name)" == key)
    }

    @Test func contractsKeysAreThere() {
        let keys = [
            "camera.source", "camera.when", "camera.looks_per_second", "camera.detector", "mood.window_seconds",
            "mood.threshold", "mood.dwell_seconds", "mood.cooldown_seconds", "mood.strategy", "curation.songs.happy",
            "spotify.client_id", "spotify.api_url", "spotify.accounts_url", "spotify.playlist_name",
            "playback.follow", "playback.start", "playlist.file", "music.folders", "music.choose",
            "music.listen", "music.local_folder",
            "mpd.enabled", "mpd.host", "mpd.port", "mpd.socket", "mpd.password", "mpd.take_over",
            "camera.ignore_players", "music.players", "notifications.level", "hooks.on_shift",
        ]
        for key in keys {
            #expect(SettingSchema.rule(for: key) != nil, "\(key)")
        }
    }

    @Test(arguments: [
        ("", "abc", 3), ("mood", "mood", 0), ("mod", "mood", 1), ("modo", "mood", 1), ("MOOD", "mood", 0),
    ])
    func editsAreCounted(source: String, target: String, edits: Int) {
        #expect(Suggestion.edits(from: source, to: target) == edits)
    }
}
