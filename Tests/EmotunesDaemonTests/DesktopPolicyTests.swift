import Configuration
import Testing

@testable import EmotunesDaemon

@Suite struct DesktopPolicyTests {
    private var settings: Settings {
        var settings = Settings()
        settings.hooks.onShift = ["~/bin/lights", "{mood}"]
        return settings
    }

    @Test func homeOfTheHookIsFilledIn() {
        let policy = DesktopAnnouncer.Policy(settings) { $0.replacing("~", with: "/home/ada") }
        #expect(policy.onShift == ["/home/ada/bin/lights", "{mood}"])
    }

    @Test func withoutAHomeNoArgumentBecomesTheProgram() {
        #expect(DesktopAnnouncer.Policy(settings) { _ in nil }.onShift.isEmpty)
    }
}
