import BusTestSupport
import Foundation
import MessageBus
import Synchronization
import TestSupport
import Testing

@testable import Desktop

/// What is said, to be waited for.
private final class Said: DesktopLog {
    private let lines = Mutex<[String]>([])
    private let news = DispatchSemaphore(value: 0)

    func note(_ text: String) { add(text) }
    func trouble(_ text: String) { add(text) }
    func detail(_ text: String) {}

    private func add(_ text: String) {
        lines.withLock { $0.append(text) }
        news.signal()
    }

    var all: [String] { lines.withLock { $0 } }

    /// Waits until something with these words was said.
    func has(_ words: String) -> Bool {
        while true {
            if all.contains(where: { $0.contains(words) }) { return true }
            if news.wait(timeout: .now() + 30) == .timedOut { return false }
        }
    }
}

/// A runner on a thread of its own.
private struct Running {
    let runner: HookRunner
    let said = Said()

    init(_ bus: String) {
        runner = HookRunner(
            HookRunner.Dependencies(log: said, prefix: "emotunes-hook-test"),
            open: { () throws(BusError) in try Bus.at(bus) })
        let runner = runner
        // Blocks its thread, which must not be one of the pool's.
        let thread = Thread {
            let ended = DispatchSemaphore(value: 0)
            Task.detached {
                await runner.run()
                ended.signal()
            }
            ended.wait()
        }
        thread.start()
    }

    func run(_ command: String..., environment: [String: String] = [:], limit: Double = 20) {
        runner.run(HookCall(command: command, environment: environment, limit: limit))
    }
}

/// Waits for a file to have something in it, and gives that.
private func content(of path: String) -> String? {
    polled {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasSuffix("\n") else { return nil }
        return text
    }
}

@Suite(.serialized, .ownThread, .enabled(if: BusDaemon.isUsable, "dbus-daemon is not installed"))
struct HookRunnerTests {
    @Test func withoutAManagerTheHookIsRefusedWithAWord() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let running = Running(bus.address)
        defer { running.runner.stop() }
        running.run("/bin/true")
        #expect(running.said.has("the hook /bin/true was not run: no service manager of yours is on the session bus"))
    }

    @Test func withoutABusTheHookIsRefusedWithAWord() {
        let running = Running("unix:path=/nonexistent/bus")
        defer { running.runner.stop() }
        running.run("/bin/true")
        #expect(running.said.has("was not run: there is no session bus"))
    }

    /// The units that were asked for, once there are so many.
    private func started(_ count: Int, by manager: DBusMock) -> [[Any]] {
        polled {
            let calls = manager.calls("StartTransientUnit")
            return calls.count >= count ? calls : nil
        } ?? []
    }

    /// What is asked of a manager, and what is said of what it tells.
    @Test(.enabled(if: DBusMock.isUsable, Comment(rawValue: DBusMock.whySkipped)))
    func managerIsAskedForAUnitAndItsEndIsTold() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let name = "org.freedesktop.systemd1", path = "/org/freedesktop/systemd1"
        let manager = try DBusMock(on: bus, name: name, path: path, [name, path, name + ".Manager"])
        manager.change("AddMethod", "sssss", name + ".Manager", "Subscribe", "", "", "")
        manager.change("AddMethod", "sssss", name + ".Manager", "Unsubscribe", "", "", "")
        manager.change(
            "AddMethod", "sssss", name + ".Manager", "StartTransientUnit", "ssa(sv)a(sa(sv))", "o",
            "ret = dbus.ObjectPath('/org/freedesktop/systemd1/job/1')")
        let unit = path + "/unit/emotunes_2dhook_2dtest_2d1_2eservice"
        manager.change("AddObject", "ssa{sv}a(ssss)", unit, name + ".Unit", "0", "0")
        let running = Running(bus.address)
        defer { running.runner.stop() }
        running.run("lights", "$HOME", "{}", environment: ["EMOTUNES_MOOD": "sad"], limit: 7)
        let call = try #require(started(1, by: manager).first)
        // One at a time: the newest of those that wait is the next.
        running.run("second")
        #expect(running.said.has("the hook lights still runs"))
        running.run("third")
        #expect(call[0] as? String == "emotunes-hook-test-1.service" && call[1] as? String == "fail")
        let properties = try #require(call[2] as? [[Any]])
        let values = Dictionary(
            properties.compactMap { pair in
                (pair[0] as? String).map { ($0, (pair[1] as? [String: Any])?["data"] ?? "") }
            }, uniquingKeysWith: { $1 })
        #expect(values["Environment"] as? [String] == ["EMOTUNES_MOOD=sad"])
        #expect(values["RuntimeMaxUSec"] as? Int == 7_000_000)
        let command = try #require((values["ExecStartEx"] as? [[Any]])?.first)
        #expect(command[0] as? String == "lights" && command[1] as? [String] == ["lights", "$HOME", "{}"])
        #expect(command[2] as? [String] == ["no-env-expand"])

        manager.emit(
            from: unit, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", "3", "s", name + ".Service",
            "a{sv}", "2", "Result", "s", "exit-code", "ExecMainStatus", "i", "7", "as", "0")
        manager.emit(
            from: unit, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", "3", "s", name + ".Unit",
            "a{sv}", "1", "ActiveState", "s", "failed", "as", "0")
        #expect(running.said.has("the hook lights failed with exit status 7"))
        let next = try #require(started(2, by: manager).last)
        #expect(next[0] as? String == "emotunes-hook-test-2.service")
        #expect("\(next[2])".contains("third") && !"\(next[2])".contains("second"))
    }
}

/// The talk itself, with a clock of the test's.
@Suite(.serialized, .ownThread, .enabled(if: DBusMock.isUsable, Comment(rawValue: DBusMock.whySkipped)))
struct HookTalkTests {
    @Test func lostBusStartsNoSecondHookBesideTheFirst() async throws {
        let daemon = try BusDaemon()
        defer { daemon.stop() }
        let name = HookTalk.manager, path = "/org/freedesktop/systemd1"
        let manager = try DBusMock(on: daemon, name: name, path: path, [name, path, name + ".Manager"])
        defer { manager.stop() }
        manager.change(
            "AddMethod", "sssss", name + ".Manager", "StartTransientUnit", "ssa(sv)a(sa(sv))", "o",
            "ret = dbus.ObjectPath('/org/freedesktop/systemd1/job/1')")
        let clock = Clock()
        let talk = HookTalk(
            HookRunner.Dependencies(log: Said(), boot: { clock.now }, prefix: "emotunes-hook-test"))
        talk.take([HookCall(command: ["first"], environment: [:], limit: 10)])
        let before = try Bus.at(daemon.address)
        try talk.begin(on: before)
        await talk.work(on: before, trouble: nil)
        #expect(manager.calls("StartTransientUnit").count == 1)
        talk.end(on: nil)
        talk.take([HookCall(command: ["second"], environment: [:], limit: 10)])
        await talk.work(on: nil, trouble: nil)
        let after = try Bus.at(daemon.address)
        try talk.begin(on: after)
        await talk.work(on: after, trouble: nil)
        #expect(manager.calls("StartTransientUnit").count == 1)
        clock.now = try #require(talk.due)
        await talk.work(on: after, trouble: nil)
        #expect(manager.calls("StartTransientUnit").count == 2)
    }

    private final class Clock: Sendable {
        private let moment = Mutex(0.0)
        var now: Double {
            get { moment.withLock { $0 } }
            set { moment.withLock { $0 = newValue } }
        }
    }
}

/// Debian's own service manager.
@Suite(
    .serialized, .ownThread, .enabled(if: UserManager.isUsable, Comment(rawValue: UserManager.whySkipped)))
struct HookManagerTests {
    private func with(_ body: (Running, TemporaryFolder) throws -> Void) throws {
        let folder = try TemporaryFolder()
        let manager = try UserManager(in: folder.file("run"))
        defer { manager.stop() }
        let running = Running(manager.address)
        defer { running.runner.stop() }
        try body(running, folder)
    }

    @Test func programIsToldOfTheShiftAndGivenItsArgumentsAsTheyAre() throws {
        try with { running, folder in
            let script = folder.file("hook"), out = folder.file("out")
            try "#!/bin/sh\n{ echo \"$EMOTUNES_MOOD|$EMOTUNES_WHY|$1|$2|$#\"; } > \(out)\n".write(
                toFile: script, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
            running.run(
                script, "$HOME ${EMOTUNES_MOOD}", "; touch x",
                environment: ["EMOTUNES_MOOD": "sad", "EMOTUNES_WHY": "a b"])
            #expect(content(of: out) == "sad|a b|$HOME ${EMOTUNES_MOOD}|; touch x|2\n")
            // A name is looked for where the manager looks for programs.
            running.run("touch", folder.file("second"))
            running.run("sh", "-c", "echo done > \(folder.file("third"))")
            #expect(content(of: folder.file("third")) == "done\n")
            #expect(running.said.all.allSatisfy { $0.contains("still runs") }, "\(running.said.all)")
        }
    }

    @Test func hookThatHangsIsEndedWithAllItStarted() throws {
        try with { running, folder in
            let pid = folder.file("pid")
            running.run(
                "sh", "-c", "trap '' TERM; sleep 600 & echo $! > \(pid); while :; do sleep 1; done", limit: 1)
            let child = try #require(content(of: pid).flatMap { Int32($0.dropLast()) })
            #expect(running.said.has("the hook sh took longer than 1 s"))
            #expect(kill(child, 0) != 0, "what it started lives on")
        }
    }

    @Test func hookThatLeavesSomethingRunningIsNamedAndThatIsEnded() throws {
        try with { running, folder in
            let pid = folder.file("pid")
            running.run("sh", "-c", "setsid sleep 600 > /dev/null 2>&1 & echo $! > \(pid)")
            let child = try #require(content(of: pid).flatMap { Int32($0.dropLast()) })
            #expect(running.said.has("left something running"))
            #expect(kill(child, 0) != 0, "what it started lives on")
        }
    }

    @Test func hookThatFailsOrIsNotThereIsNamed() throws {
        try with { running, _ in
            running.run("sh", "-c", "exit 7")
            #expect(running.said.has("the hook sh failed with exit status 7"))
            running.run("/nonexistent/lights")
            #expect(running.said.has("the hook /nonexistent/lights could not be started"))
            running.run("sh", "-c", "kill -SEGV $$")
            #expect(running.said.has("was ended by signal 11"))
        }
    }
}
