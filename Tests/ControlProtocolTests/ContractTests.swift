import ControlTestSupport
import Testing

@testable import ControlProtocol

/// The JSON of the contract, to the letter.
@Suite struct ContractTests {
    @Test func statusIsEncodedAndDecodedExactly() throws {
        #expect(try JSONValue(encoding: Samples.status).compactText == Samples.statusText)
        #expect(try JSONValue(parsing: Samples.statusText).decoded(as: Status.self) == Samples.status)
    }

    @Test func whatIsUnknownIsAnExplicitNull() throws {
        #expect(try JSONValue(encoding: Samples.emptyStatus).compactText == Samples.emptyStatusText)
        #expect(try JSONValue(parsing: Samples.emptyStatusText).decoded(as: Status.self) == Samples.emptyStatus)
    }

    @Test func playlistIsEncodedAndDecodedExactly() throws {
        #expect(try JSONValue(encoding: Samples.playlist).compactText == Samples.playlistText)
        #expect(try JSONValue(parsing: Samples.playlistText).decoded(as: Playlist.self) == Samples.playlist)
    }

    @Test func historyIsEncodedAndDecodedExactly() throws {
        #expect(try JSONValue(encoding: Samples.history).compactText == Samples.historyText)
        #expect(try JSONValue(parsing: Samples.historyText).decoded(as: History.self) == Samples.history)
    }

    @Test func wordsAreThoseOfTheContract() {
        #expect(MoodName.words == ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"])
        #expect(SongMoodName.words == ["happy", "sad", "energetic", "calm"])
        #expect(DaemonState.words == ["starting", "watching", "idle", "paused", "camera_unavailable", "degraded"])
        #expect(
            CameraState.words == [
                "starting", "streaming", "busy", "yielded", "released", "missing", "denied", "failed", "ended",
                "paused",
            ])
        #expect(PublishingTarget.words == ["spotify", "file", "mpd", "players"])
        #expect(PublishingState.words == ["published", "pending", "failed", "off"])
        #expect(
            SpotifyState.words == ["signed_in", "signed_out", "expired", "rate_limited", "offline", "off"])
        #expect(Verdict.words == ["like", "dislike", "clear"])
    }

    @Test func unknownWordIsDecodedAsUnrecognisedAndNeverEncoded() throws {
        let text = Samples.statusText.replacing(#""state":"streaming""#, with: #""state":"dreaming""#)
        let status = try JSONValue(parsing: text).decoded(as: Status.self)
        #expect(status.camera.state == .unrecognised)
        #expect(throws: EncodingError.self) { try JSONValue(encoding: status) }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-03-01T14:05:09.250Z", 1_772_373_909.25),
        ("2026-03-01T15:05:09.25+01:00", 1_772_373_909.25), ("2026-03-01t09:35:09.250000-04:30", 1_772_373_909.25),
        ("1969-12-31T23:59:59.500Z", -0.5), ("2024-02-29T00:00:00Z", 1_709_164_800),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
    ])
    func timesAreRFC3339(text: String, seconds: Double) throws {
        let moment = try #require(Timestamp(rfc3339: text))
        #expect(moment.secondsSince1970 == seconds)
        #expect(Timestamp(rfc3339: moment.rfc3339) == moment)
    }

    @Test(arguments: [
        "", "2026-03-01", "2026-03-01T14:05Z", "2026-03-01T14:05:09", "2026-13-01T14:05:09Z", "2026-04-31T14:05:09Z",
        "2025-02-29T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T14:05:09.Z", "2026-03-01T14:05:09+1:00",
        "2026-03-01T14:05:09Zx", "２026-03-01T14:05:09Z",
    ])
    func otherTextIsNoTime(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: [Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e15, .nan, .infinity])
    func absurdTimesDoNotTrap(seconds: Double) {
        #expect(Timestamp(secondsSince1970: seconds).rfc3339.hasSuffix("Z"))
    }
}
