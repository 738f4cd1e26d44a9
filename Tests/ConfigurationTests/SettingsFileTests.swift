import ControlProtocol
import TestSupport
import Testing

@testable import Configuration

/// Changing one key in a file, and nothing else.
@Suite struct SettingsFileTests {
    private func rule(_ key: String) throws -> SettingRule { try #require(SettingSchema.rule(for: key)) }

    private func set(_ key: String, _ value: String, in text: String) throws -> String {
        var file = SettingsFile("f.toml", Array(text.utf8))
        let rule = try rule(key)
        try file.set(rule, to: try #require(rule.value(parsing: value)))
        return String(decoding: file.bytes, as: UTF8.self)
    }

    private func unset(_ key: String, in text: String) throws -> String {
        var file = SettingsFile("f.toml", Array(text.utf8))
        try file.unset(try rule(key))
        return String(decoding: file.bytes, as: UTF8.self)
    }

    /// The text before, the text after, for `mood.threshold` set to 0.5.
    static let changes: [(before: String, after: String)] = [
        ("", "[mood]\nthreshold = 0.5\n"),
        ("# mine\n", "# mine\n\n[mood]\nthreshold = 0.5\n"),
        ("# mine", "# mine\n\n[mood]\nthreshold = 0.5\n"),
        ("[mood]\nthreshold = 0.7\n", "[mood]\nthreshold = 0.5\n"),
        ("[mood]\nthreshold=0.7# why\n", "[mood]\nthreshold=0.5# why\n"),
        ("[mood]\n  threshold   =   0.7  # why\n", "[mood]\n  threshold   =   0.5  # why\n"),
        ("[mood]\r\nthreshold = 0.7\r\n", "[mood]\r\nthreshold = 0.5\r\n"),
        ("[mood]\r\n\r\n[camera]\r\n", "[mood]\r\nthreshold = 0.5\r\n\r\n[camera]\r\n"),
        ("\u{FEFF}[mood]\nthreshold = 0.7\n", "\u{FEFF}[mood]\nthreshold = 0.5\n"),
        ("mood.threshold = 0.7\n", "mood.threshold = 0.5\n"),
        ("mood.dwell_seconds = 1\n\n[camera]\n", "mood.dwell_seconds = 1\nmood.threshold = 0.5\n\n[camera]\n"),
        ("mood = { threshold = 0.7, dwell_seconds = 1 }\n", "mood = { threshold = 0.5, dwell_seconds = 1 }\n"),
        ("[\"mood\"]\n'threshold' = 0.7\n", "[\"mood\"]\n'threshold' = 0.5\n"),
        ("[mood]\n# how far\n# threshold = 0.84\n", "[mood]\n# how far\nthreshold = 0.5\n"),
        ("[mood]\n  #threshold = 0.84 # so far\n", "[mood]\n  threshold = 0.5 # so far\n"),
        ("[mood]\n# threshold = as you like\n", "[mood]\nthreshold = 0.5\n# threshold = as you like\n"),
        ("[camera]\n# threshold = 0.84\n[mood]\n", "[camera]\n# threshold = 0.84\n[mood]\nthreshold = 0.5\n"),
        (
            "[mood]\ndwell_seconds = 1 # a\n# b\n\n[camera]",
            "[mood]\ndwell_seconds = 1 # a\nthreshold = 0.5\n# b\n\n[camera]"
        ),
        ("[mood]\ndwell_seconds = 1", "[mood]\ndwell_seconds = 1\nthreshold = 0.5\n"),
        ("[mood]", "[mood]\nthreshold = 0.5\n"),
        (
            "[curation.songs]\nsad = [ # [mood]\n  \"sad\", # threshold = 1\n]\n[mood]\n",
            "[curation.songs]\nsad = [ # [mood]\n  \"sad\", # threshold = 1\n]\n[mood]\nthreshold = 0.5\n"
        ),
        (
            "[spotify]\nplaylist_name = '''[mood]'''\n[mood]\ndwell_seconds = 1\n",
            "[spotify]\nplaylist_name = '''[mood]'''\n[mood]\ndwell_seconds = 1\nthreshold = 0.5\n"
        ),
        // A mistake in the very key that is set is mended by it.
        ("[mood]\nthreshold = \"much\"\n", "[mood]\nthreshold = 0.5\n"),
    ]

    @Test(arguments: changes)
    func keyIsSetAndEverythingElseStays(before: String, after: String) throws {
        #expect(try set("mood.threshold", "0.5", in: before) == after)
        #expect(try set("mood.threshold", "0.5", in: after) == after)
    }

    @Test func shippedFileChangesInOneLine() throws {
        for rule in SettingSchema.rules {
            let text = ConfigurationText.render()
            let commented = "\n# \(rule.name) = \(rule.defaultText)\n"
            var file = SettingsFile("f.toml", Array(text.utf8))
            try file.set(rule, to: rule.value(Settings()))
            let changed = String(decoding: file.bytes, as: UTF8.self)
            #expect(changed.count == text.count - 2, "\(rule.key)")
            #expect(changed.contains("\n\(rule.name) = \(rule.defaultText)\n"))
            #expect(try SettingsReader.settings(from: file.bytes, origin: "f") == Settings())
            #expect(text.contains(commented))
            try file.unset(rule)
            #expect(String(decoding: file.bytes, as: UTF8.self) == text)
        }
    }

    @Test func valuesAreWrittenAsTOML() throws {
        #expect(
            try set("spotify.playlist_name", "a \"b\" \\", in: "")
                == "[spotify]\nplaylist_name = \"a \\\"b\\\" \\\\\"\n")
        #expect(
            try set("curation.songs.sad", "happy, calm", in: "") == "[curation.songs]\nsad = [\"happy\", \"calm\"]\n")
        #expect(
            try set("curation.songs.sad", "calm", in: "[curation]\nsongs.angry = [\"calm\"]\n")
                == "[curation]\nsongs.angry = [\"calm\"]\nsongs.sad = [\"calm\"]\n")
        #expect(try set("playlist.file", "false", in: "") == "[playlist]\nfile = false\n")
        #expect(try set("mood.window_seconds", "30.0", in: "") == "[mood]\nwindow_seconds = 30\n")
        #expect(
            try set("spotify.api_url", "https://example.org/v1/", in: "")
                == "[spotify]\napi_url = \"https://example.org/v1\"\n")
    }

    @Test(arguments: [
        ("[mood]\nthreshold = 0.7 # why\n", "[mood]\n# threshold = 0.84 # why\n"),
        ("mood.threshold = 0.7\n", "# mood.threshold = 0.84\n"), ("[mood]\n", "[mood]\n"), ("", ""),
        ("[mood]\nthreshold = \"much\"\n", "[mood]\n# threshold = 0.84\n"),
    ])
    func unsetKeyIsCommentedOutWithItsDefault(before: String, after: String) throws {
        #expect(try unset("mood.threshold", in: before) == after)
    }

    @Test func listOverManyLinesIsUnsetWhole() throws {
        let text = "[curation.songs]\nsad = [\n  \"sad\", # [x\n]\nangry = [\"calm\"]\n"
        #expect(
            try unset("curation.songs.sad", in: text)
                == "[curation.songs]\n# sad = [\"sad\", \"calm\"]\nangry = [\"calm\"]\n")
    }

    @Test(arguments: [
        ("[mood\n", "f.toml:1: [mood: not TOML"),
        ("[mood]\ndwell_seconds = -1\n", "f.toml:2: mood.dwell_seconds = -1: must be"),
        ("[mood]\nthresold = 1\n", "f.toml:2: mood.thresold: no such key"),
        ("[mood]\n[camera]\nwhn = 1\n", "f.toml:3: camera.whn: no such key"),
        ("mood = { dwell_seconds = 1 }\n", "f.toml: has no place for mood.threshold"),
        ("mood = 3\n", "f.toml: has no place for mood.threshold"),
    ])
    func fileWithAMistakeStaysAsItIs(text: String, message: String) throws {
        let error = try #require(throws: ConfigurationError.self) { _ = try set("mood.threshold", "0.5", in: text) }
        #expect(error.description.hasPrefix(message), "\(error)")
    }

    @Test func keyWithinBracesIsNotUnset() throws {
        let error = try #require(throws: ConfigurationError.self) {
            _ = try unset("mood.threshold", in: "mood = { threshold = 0.7 }\n")
        }
        #expect(error.description.contains("remove it by hand"))
    }

    @Test func wrongValueIsNoValue() throws {
        #expect(try rule("mood.threshold").value(parsing: "7") == nil)
        #expect(try rule("mood.threshold").value(parsing: "0.5\nx = 1") == nil)
        #expect(try rule("spotify.playlist_name").value(parsing: "a\nb") == nil)
        #expect(try rule("camera.when").value(parsing: "sometimes") == nil)
        #expect(
            SettingSchema.suggestion(for: "mood.thresold") == "mood.thresold: no such key; did you mean mood.threshold?"
        )
    }

    /// However the text is put together, the change touches one key, or is refused.
    @Test func noTextIsDamaged() throws {
        let tops = [
            "", "mood.dwell_seconds = 1\n", "mood.threshold = 0.7\n", "# \u{e9} [mood]\n", "\u{FEFF}\n", "# a\r\n",
            "mood = { dwell_seconds = 2 }\n", "mood = { threshold = 0.7, dwell_seconds = 2 }\n", "mood\n",
        ]
        let moods = [
            "", "[mood]\nthreshold = 0.7\n", "[mood]\n# threshold = 0.84\n", "[mood]\ndwell_seconds = 1 # [mood]\n",
            "[ mood ] # x\r\n\r\n", "[mood]\n#threshold = [\n", "[\"mood\"]\ndwell_seconds = 1\n", "[[mood]]\n",
        ]
        let others = [
            "", "[camera]\nwhen = \"playing\"\n# threshold = 0.84\n", "[camera] # the end",
            "[spotify]\nplaylist_name = \"\"\"\\\n[mood] \\\nthreshold = 0.1 \"quoted\"\\\n\"\"\"\n",
            "[curation]\nsongs.sad = [\n  \"sad\", # [mood]\n]\n", "[spotify]\nplaylist_name = '[mood] # \"'\n", "[",
        ]
        let rule = try rule("mood.threshold")
        var changed = 0
        for top in tops {
            for mood in moods {
                for other in others {
                    for text in [top + mood + other, top + other + (other.hasSuffix("\n") ? "" : "\n") + mood] {
                        var file = SettingsFile("f.toml", Array(text.utf8))
                        do {
                            try file.set(rule, to: .number(0.5))
                            changed += 1
                            let settings = try SettingsReader.settings(from: file.bytes, origin: "f")
                            #expect(settings.mood.threshold == 0.5)
                        } catch {
                            #expect(file.bytes == Array(text.utf8))
                        }
                    }
                }
            }
        }
        #expect(changed > 300)
    }
}
