import BusTestSupport
import Emotions
import Foundation
import TestSupport
import Testing

/// The desktop around the built daemon does not answer: a notification server that has stopped, a service manager that
/// has, a hook that does not end. The looks are counted beside those of a daemon that has no desktop.
@Suite(.serialized, .ownThread, .enabled(if: DBusMock.isUsable, Comment(rawValue: DBusMock.whySkipped)))
struct DesktopHangTests {
    private static let notifications = "org.freedesktop.Notifications", manager = "org.freedesktop.systemd1"
    private static let soon = ["mood.cooldown_seconds=5", "mood.window_seconds=10", "mood.dwell_seconds=2"]

    private func daemon(_ library: HangLibrary, _ settings: [String] = [], bus: String? = nil) throws -> HangingDaemon {
        try HangingDaemon(
            library, [], named: "", settings: Self.soon + settings,
            environment: bus.map { ["DBUS_SESSION_BUS_ADDRESS": $0] } ?? [:], shows: .neutral)
    }

    /// Has each of them see another mood and make a list for it; `hang` comes before.
    private func shift(_ all: [HangingDaemon], hang: () -> Void) throws {
        for daemon in all { try daemon.start() }
        for daemon in all {
            try daemon.wait("a first mood") { $0.mood == "neutral" && $0.isPublished(1) && $0.looks >= 3 }
        }
        hang()
        for daemon in all { try daemon.show(.happy) }
        for daemon in all { try daemon.wait("a list for the shift") { $0.mood == "happy" && $0.isPublished(2) } }
    }

    /// Asserts that they look as often as the first of them does.
    private func expectTheSamePace(_ all: [HangingDaemon]) throws {
        let before = try all.map { try $0.status().looks }
        // Four seconds of looks: a call to the bus is waited for twice as long.
        try all[0].wait("looks") { $0.looks >= before[0] + 8 }
        let seen = try zip(all, before).map { try $0.status().looks - $1 }
        for looks in seen { #expect(Double(looks) >= 0.8 * Double(seen[0]) - 2, "\(seen)") }
    }

    @Test(.takesLong) func looksGoOnAtTheirPaceWhileServersOfTheDesktopDoNotAnswer() throws {
        let library = try HangLibrary()
        let buses = [try BusDaemon(), try BusDaemon()]
        defer { for bus in buses { bus.stop() } }
        let server = try DBusMock(
            on: buses[0], name: Self.notifications, path: "/org/freedesktop/Notifications",
            ["-t", "notification_daemon", "-p", "{\"capabilities\": \"body actions\"}"])
        let path = "/org/freedesktop/systemd1"
        let manager = try DBusMock(
            on: buses[1], name: Self.manager, path: path, [Self.manager, path, Self.manager + ".Manager"])
        let free = try daemon(library)
        let shows = try daemon(library, ["notifications.level=all"], bus: buses[0].address)
        let hooks = try daemon(library, ["hooks.on_shift=[\"true\"]"], bus: buses[1].address)
        let all = [free, shows, hooks]
        defer { for daemon in all { daemon.kill() } }
        try shift(all) {
            server.freeze()
            manager.freeze()
        }
        let given = [(shows, "the notification server did not take it"), (hooks, "the hook true was not run")]
        try expectTheSamePace(all)
        // It was waited for, and given up.
        for (daemon, words) in given { #expect(polled(seconds: 60) { daemon.hasSaid(words) ? true : nil } == true) }
    }

    @Test(.takesLong, .enabled(if: UserManager.isUsable, Comment(rawValue: UserManager.whySkipped)))
    func looksGoOnAtTheirPaceWhileAHookHangs() throws {
        let library = try HangLibrary()
        let folder = try TemporaryFolder()
        let manager = try UserManager(in: folder.file("run"))
        defer { manager.stop() }
        let pid = folder.file("pid")
        let script = "trap '' TERM; echo $$ > \(pid); while :; do sleep 1; done"
        let free = try daemon(library)
        let hooks = try daemon(
            library, ["hooks.on_shift=[\"sh\", \"-c\", \"\(script)\"]", "hooks.time_limit_seconds=600"],
            bus: manager.address)
        let all = [free, hooks]
        defer { for daemon in all { daemon.kill() } }
        try shift(all) {}
        let text = polled {
            (try? String(contentsOfFile: pid, encoding: .utf8)).flatMap { $0.hasSuffix("\n") ? $0 : nil }
        }
        let hook = try #require(text.flatMap { Int32($0.dropLast()) })
        try expectTheSamePace(all)
        #expect(kill(hook, 0) == 0, "the hook has ended")
        // Another shift is looked for, and its list made, though its hook has to wait.
        for daemon in all { try daemon.show(.neutral) }
        for daemon in all { try daemon.wait("a second shift") { $0.mood == "neutral" && $0.isPublished(3) } }
        #expect(polled { hooks.hasSaid("the hook sh still runs; the next one waits for its end") ? true : nil } == true)
        #expect(kill(hook, 0) == 0, "the hook has ended")
    }
}
