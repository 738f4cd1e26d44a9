import Emotions
import Songs
import TestSupport
import Testing

@testable import Configuration

@Suite struct SettingOverrideTests {
    private func settings(_ overrides: String...) throws -> Settings {
        var settings = Settings()
        for override in overrides {
            try SettingOverride.apply(override, to: &settings)
        }
        return settings
    }

    @Test func lastOverrideWins() throws {
        #expect(try settings("mood.threshold=0.4", "mood.threshold=0.5").mood.threshold == 0.5)
    }

    @Test func textNeedsNoQuotes() throws {
        #expect(try settings("camera.source=video:a=b.mp4?speed=max").camera.source == "video:a=b.mp4?speed=max")
        #expect(try settings("spotify.playlist_name=\"My moods\"").spotify.playlistName == "My moods")
        #expect(try settings("mood.strategy=lift").mood.strategy == .lift)
        #expect(try settings("spotify.client_id=abc", "spotify.client_id=").spotify.clientID == "")
    }

    @Test func valuesAreParsedByTheirNotation() throws {
        #expect(try settings("playlist.file=false").playlist.file == false)
        #expect(try settings("camera.looks_per_second=3").camera.looksPerSecond == 3)
        #expect(try settings("curation.songs.sad=happy, calm").curation.songs[.sad] == [.happy, .calm])
        #expect(try settings("curation.songs.sad=[\"sad\"]").curation.songs[.sad] == [.sad])
    }

    @Test func overridesTakePrecedenceOverTheFile() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("[mood]\nthreshold = 0.7\ndwell_seconds = 9\n", to: "a.toml")
        let settings = try Configuration.load(file: file, overrides: ["mood.threshold=0.4"]).settings
        #expect(settings.mood.threshold == 0.4)
        #expect(settings.mood.dwellSeconds == 9)
    }

    @Test(arguments: [
        ("mood.threshold=7", "--set mood.threshold=7: mood.threshold must be a number from 0.05 to 1"),
        ("mood.threshold=", "--set mood.threshold=: mood.threshold must be a number from 0.05 to 1"),
        ("mood.threshold=high", "--set mood.threshold=high: mood.threshold must be a number from 0.05 to 1"),
        ("mood.treshold=0.3", "--set mood.treshold=0.3: no such key; did you mean mood.threshold?"),
        ("mood=0.3", "--set mood=0.3: no such key; the tables are"),
        ("mood.threshold", "--set mood.threshold: must be section.key=value"),
        ("", "--set : must be section.key=value"),
        ("=", "--set =: no such key"),
        (
            "mood.threshold=0.3\nmood.dwell_seconds=4",
            "--set mood.threshold=0.3\\u000Amood.dwell_seconds=4: mood.threshold"
        ),
        ("mood.strategy=\"lift", "--set mood.strategy=\"lift: mood.strategy must be \"match\" or \"lift\""),
        ("playlist.file=yes", "--set playlist.file=yes: playlist.file must be true or false"),
        ("curation.songs.sad=", "--set curation.songs.sad=: curation.songs.sad must be a list"),
        ("curation.songs.sad=calm,", "--set curation.songs.sad=calm,: curation.songs.sad must be a list"),
        ("spotify.api_url=http://example.org", "--set spotify.api_url=http://example.org: spotify.api_url must be"),
    ])
    func wrongFlagIsNamedInOneLine(argument: String, message: String) throws {
        let error = try #require(throws: ConfigurationError.self) { _ = try settings(argument) }
        #expect(error.description.hasPrefix(message), "\(error)")
        #expect(!error.description.contains("\n"))
    }

    @Test func everyInvalidFlagIsReported() throws {
        let locations = Locations(
            host: Host(environment: [:], userID: 1, home: nil, executable: nil) { _ in nil })
        let error = try #require(throws: ConfigurationError.self) {
            _ = try Configuration.load(overrides: ["a=1", "mood.threshold=0.4", "b=2"], locations: locations)
        }
        #expect(error.problems.count == 2)
    }
}
