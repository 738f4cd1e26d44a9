import ControlProtocol
import Foundation
import Publishing
import Testing

@testable import EmotunesDaemon

@Suite struct PlaybackTests {
    private struct Player: PlaybackTarget {
        let name: String
        let outcome: Result<String, PlaybackFailure>

        func perform(_ order: PlaybackOrder) async throws(PlaybackFailure) -> String {
            "\(order.rawValue): \(try outcome.get())"
        }
    }

    private let absent = Player(name: "mpd", outcome: .failure(.notInUse("no MPD")))

    @Test func firstPlayerThatCanTakesTheOrder() async throws {
        let second = Player(name: "spotify", outcome: .success("done"))
        let report = try await Playback(players: [absent, second]).perform(.next)
        #expect(report == PlaybackReport(target: .spotify, detail: "next: done"))
    }

    @Test func withoutAPlayerEachSaysWhy() async throws {
        let other = Player(name: "spotify", outcome: .failure(.notInUse("signed out")))
        await #expect(throws: ControlFailure.noPlayer(message: "no MPD; signed out")) {
            try await Playback(players: [absent, other]).perform(.play)
        }
    }

    @Test func playerThatFailsIsNotPassedOver() async throws {
        let failing = Player(name: "mpd", outcome: .failure(.failed("refused")))
        let other = Player(name: "spotify", outcome: .success("done"))
        await #expect(throws: ControlFailure.failed(message: "refused")) {
            try await Playback(players: [failing, other]).perform(.play)
        }
        let empty = Player(name: "mpd", outcome: .failure(.noPlaylistYet))
        await #expect(throws: ControlFailure.noPlaylistYet) {
            try await Playback(players: [empty, other]).perform(.play)
        }
    }
}
