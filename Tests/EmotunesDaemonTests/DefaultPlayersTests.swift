import Configuration
import MessageBus
import Testing

/// Which players open the camera where nothing is set: those for music, and no browser. A name on the bus has what the
/// program wrote; a word of the setting stands for one of its parts.
@Suite struct DefaultPlayersTests {
    private func isIgnored(_ name: String) throws -> Bool {
        let player = try #require(PlayerName("org.mpris.MediaPlayer2." + name))
        return Settings().camera.ignorePlayers.contains(where: player.isMeant)
    }

    @Test(arguments: [
        "firefox.instance_1_27", "firefox.instance1234", "chromium.instance1234", "chrome.instance77",
        "brave.instance1234", "vivaldi.instance5", "opera.instance5", "edge.instance5", "plasma-browser-integration",
        // GNOME Web, as Flatpak has it and as Debian has it.
        "org.gnome.Epiphany.Sandboxed.instance-7", "webkit.instance4321-3",
    ])
    func browserIsNoReasonToWatch(name: String) throws {
        #expect(try isIgnored(name))
    }

    @Test(arguments: [
        "mpv", "mpv.instance1234", "vlc", "vlc.instance1234", "io.github.celluloid_player.Celluloid.instance-1",
        "rhythmbox", "spotify", "strawberry", "elisa", "clementine", "audacious", "quodlibet", "mpd", "Lollypop",
        "io.bassi.Amberol", "org.gnome.Music", "kodi", "spotifyd.instance88",
    ])
    func musicPlayerIsAReasonToWatch(name: String) throws {
        #expect(try !isIgnored(name))
    }
}
