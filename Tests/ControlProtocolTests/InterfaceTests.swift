import ControlTestSupport
import Testing

@testable import ControlProtocol

/// The interface file against the code: one cannot change without the other.
@Suite struct InterfaceTests {
    private let lines = ControlInterface.description.split(separator: "\n").map(String.init)

    private func members(_ kind: String) -> [String] {
        lines.filter { $0.hasPrefix(kind + " ") }.compactMap {
            $0.dropFirst(kind.count + 1).split { $0 == " " || $0 == "(" }.first.map(String.init)
        }
    }

    private func words(ofType name: String) -> [String] {
        guard let line = lines.first(where: { $0.hasPrefix("type \(name) (") }) else { return [] }
        return line.dropFirst("type \(name) (".count).dropLast().split(separator: ", ").map(String.init)
    }

    @Test func descriptionIsTheInterfaceFile() {
        #expect(lines.contains("interface org.emotunes.Control"))
        #expect(VarlinkService.description.contains("\ninterface org.varlink.service\n"))
    }

    @Test func interfaceNamesEveryMethod() {
        #expect(members("method") == ControlMethod.allCases.map(\.rawValue))
    }

    @Test func interfaceNamesEveryWord() {
        #expect(words(ofType: "Mood") == MoodName.words)
        #expect(words(ofType: "SongMood") == SongMoodName.words)
        #expect(words(ofType: "DaemonState") == DaemonState.words)
        #expect(words(ofType: "CameraState") == CameraState.words)
        #expect(words(ofType: "PublishingTarget") == PublishingTarget.words)
        #expect(words(ofType: "PublishingState") == PublishingState.words)
        #expect(words(ofType: "SpotifyState") == SpotifyState.words)
        #expect(words(ofType: "Verdict") == Verdict.words)
        #expect(words(ofType: "OpinionKind") == OpinionKind.words)
        #expect(words(ofType: "HistoryEventKind") == HistoryEventKind.words)
    }

    private static let failures: [ControlFailure] = [
        .noPlaylistYet, .noSuchTrack(uri: "x:y"), .nothingPlaying, .unknownMood("glad"), .invalidDuration(seconds: -1),
        .noFaceSeen(looks: 3), .reloadFailed(message: "line 3"), .loginFailed(message: "refused"),
        .tooManyClients(limit: 2), .noPlayer(message: "no MPD"), .failed(message: "disk full"),
    ]

    @Test(arguments: failures)
    func interfaceNamesEveryErrorWithItsParameters(failure: ControlFailure) throws {
        let reply = failure.reply
        #expect(ControlFailure(reply) == failure)
        #expect(!failure.description.isEmpty)
        let name = try #require(reply.error?.split(separator: ".").last)
        let line = try #require(lines.first { $0.hasPrefix("error \(name) (") })
        for member in reply.parameters.members { #expect(line.contains("\(member.name): ")) }
        #expect(members("error").count == Self.failures.count)
    }

    @Test func everyDeclarationIsDocumented() {
        let all = ControlInterface.description.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in all.enumerated() where line.hasPrefix("method ") || line.hasPrefix("error ") {
            #expect(index > 0 && all[index - 1].hasPrefix("# "), "\(line)")
        }
    }

    /// The members of every struct in the file, in order, are those the code writes.
    @Test func interfaceNamesEveryMember() throws {
        let flat = ControlInterface.description.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(
            separator: " ")
        func expect(_ type: String, _ value: JSONValue?) throws {
            guard case .object(let object)? = value else { throw TestFailure() }
            let start = try #require(flat.firstRange(of: "type \(type) (")).upperBound
            let end = try #require(flat[start...].firstIndex(of: ")"))
            let names = flat[start..<end].split(separator: ",").compactMap {
                $0.split(separator: ":").first.map { $0.filter { $0 != " " } }
            }
            #expect(names == object.members.map(\.name), "\(type)")
        }
        let status = try JSONValue(encoding: Samples.status)
        try expect("Status", status)
        try expect("Camera", status["camera"])
        try expect("EmotionWindow", status["emotion"])
        try expect("Scores", status["emotion"]?["scores"])
        try expect("CurrentMood", status["mood"])
        try expect("PlaylistSummary", status["playlist"])
        try expect("Publication", JSONValue(encoding: #require(Samples.status.playlist?.publishing.first)))
        try expect("Spotify", status["spotify"])
        try expect("Catalogue", status["catalogue"])
        try expect("Process", status["process"])
        try expect("Playlist", JSONValue(encoding: Samples.playlist))
        try expect("Track", JSONValue(encoding: Samples.playlist.tracks[0]))
        try expect("History", JSONValue(encoding: Samples.history))
        try expect("MoodPeriod", JSONValue(encoding: Samples.history.moods[0]))
        try expect("MoodShift", JSONValue(encoding: Samples.history.shifts[0]))
        try expect("PastPlaylist", JSONValue(encoding: Samples.history.playlists[0]))
        try expect("HistoryEvent", JSONValue(encoding: Samples.history.events[0]))
        try expect("Setting", JSONValue(encoding: Samples.settings.settings[0]))
        try expect("Opinion", JSONValue(encoding: Samples.opinions[0]))
        try expect("Correction", JSONValue(encoding: Samples.corrections[0]))
        try expect("MoodHold", JSONValue(encoding: Samples.hold))
    }
}

struct TestFailure: Error {}
