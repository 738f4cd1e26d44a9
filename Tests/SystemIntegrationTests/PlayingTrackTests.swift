import BusTestSupport
import MessageBus
import Testing

@testable import SystemIntegration

@Suite struct PlayingTrackTests {
    @Test(arguments: [
        ("spotify:track:4uLU6hMCjMI75M1A2tKUQC", "4uLU6hMCjMI75M1A2tKUQC"),
        ("/com/spotify/track/4uLU6hMCjMI75M1A2tKUQC", "4uLU6hMCjMI75M1A2tKUQC"),
        ("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC?si=x", "4uLU6hMCjMI75M1A2tKUQC"),
        ("spotify:episode:4uLU6hMCjMI75M1A2tKUQC", nil), ("spotify:track:short", nil), ("spotify:track:", nil),
        ("/org/videolan/track/4uLU6hMCjMI75M1A2tKUQC", nil), ("", nil),
    ])
    func playersNameTheIDInManyWays(name: String, id: String?) {
        #expect(PlayingTrack(names: [name]).spotifyID == id)
    }
}

/// A real bus and a real MPRIS conversation; only the player is ours.
@Suite(.enabled(if: FakePlayer.isUsable, "dbus-daemon is not installed"), .serialized)
struct PlayingOnABusTests {
    private func ask(_ properties: FakePlayer.Properties) throws -> PlayingTrack? {
        let player = try FakePlayer(properties)
        defer { player.stop() }
        return MediaPlayers.playingTrack(on: try Bus.at(player.address))
    }

    @Test func everyKindOfValueIsReadOrSkipped() throws {
        let track = try ask(
            .init(metadata: [
                ("mpris:length", Int64(180_000_000)),
                ("mpris:trackid", "/com/spotify/track/4uLU6hMCjMI75M1A2tKUQC"),
                ("xesam:genre", [String]()), ("xesam:artist", ["One", "Two"]), ("xesam:title", "Song"),
            ]))
        #expect(
            track
                == PlayingTrack(
                    title: "Song", artists: ["One", "Two"], names: ["spotify:track:4uLU6hMCjMI75M1A2tKUQC"]))
    }

    @Test func pausedOrSilentPlayerPlaysNothing() throws {
        #expect(try ask(.init(status: "Paused", metadata: [("xesam:title", "Song")])) == nil)
        #expect(try ask(.init(metadata: [])) == nil)
        #expect(try ask(.init(metadata: [("xesam:title", "")])) == nil)
    }

    @Test func aPlayerThatPlaysIsSeenPlaying() throws {
        for (status, isPlaying) in [("Playing", true), ("Stopped", false)] {
            let player = try FakePlayer(.init(status: status))
            defer { player.stop() }
            let players = try MediaPlayers(bus: try Bus.at(player.address))
            players.refresh(ignoring: [])
            #expect(players.isAnyPlaying == isPlaying)
        }
    }

    @Test func whatOnlySaysAgainWhatAnotherSaysIsNoPlayer() throws {
        let player = try FakePlayer(.init(metadata: [("xesam:title", "A video")]), name: "playerctld")
        defer { player.stop() }
        let bus = try Bus.at(player.address)
        let players = try MediaPlayers(bus: bus)
        players.refresh(ignoring: ["firefox"])
        #expect(!players.isAnyPlaying && players.ignoredOne == nil)
        #expect(MediaPlayers.playingTrack(on: bus) == nil)
    }
}
