import BusTestSupport
import Foundation
import Glibc
import MessageBus
import Platform
import SystemIntegration
import TestSupport
import Testing

/// The desktop's portal for cameras, played on a bus of the test's own.
@Suite(.ownThread, .enabled(if: DBusMock.isUsable, Comment(rawValue: DBusMock.whySkipped)))
struct CameraPortalTests {
    private static let name = "org.freedesktop.portal.Desktop", path = "/org/freedesktop/portal/desktop"
    private static let interface = "org.freedesktop.portal.Camera"
    private static let question = "/org/freedesktop/portal/desktop/request/1_1/t"

    /// A portal whose person gives such a response; nil for one that says nothing yet.
    private func portal(on bus: BusDaemon, response: Int?) throws -> DBusMock {
        let mock = try DBusMock(on: bus, name: Self.name, path: Self.path, [Self.name, Self.path, Self.interface])
        mock.change("AddObject", "ssa{sv}a(ssss)", Self.question, "org.freedesktop.portal.Request", "0", "0")
        let answer =
            response.map {
                "objects['\(Self.question)'].EmitSignal('org.freedesktop.portal.Request','Response','ua{sv}',[\($0),{}]); "
            } ?? ""
        mock.change(
            "AddMethod", "sssss", Self.interface, "AccessCamera", "a{sv}", "o", answer + "ret = '\(Self.question)'")
        // The end of a pipe that has something in it.
        mock.change(
            "AddMethod", "sssss", Self.interface, "OpenPipeWireRemote", "a{sv}", "h",
            "import os; r, w = os.pipe(); os.write(w, b'camera'); ret = dbus.types.UnixFd(r)")
        return mock
    }

    private func asked(_ bus: BusDaemon, _ wait: (Double, Int32, Int16) -> Bool = Self.waited) throws
        -> CameraPortal.Answer
    {
        at(bus).ask(wait: wait)
    }

    private func at(_ bus: BusDaemon, now: @escaping () -> Double = monotonicSeconds) -> CameraPortal {
        CameraPortal(open: { () throws(BusError) in try Bus.at(bus.address) }, now: now)
    }

    private func without(_ code: Int32) -> CameraPortal {
        CameraPortal(open: { () throws(BusError) -> Bus in throw BusError(code: -code, what: "the session bus") })
    }

    private static func waited(_ seconds: Double, _ descriptor: Int32, _ events: Int16) -> Bool {
        var entries = [pollfd(fd: descriptor, events: events, revents: 0)]
        poll(&entries, seconds: seconds)
        return true
    }

    @Test func personWhoAllowsItGivesAConnection() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: 0)
        defer { mock.stop() }
        guard case .connection(let descriptor) = try asked(bus) else {
            Issue.record("no connection")
            return
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(descriptor, &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "camera")
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test(arguments: [1, 2]) func personWhoDoesNotIsObeyed(response: Int) throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: response)
        defer { mock.stop() }
        #expect(try asked(bus) == .refused)
        #expect(mock.calls("OpenPipeWireRemote").isEmpty)
    }

    @Test func portalThatRefusesIsObeyed() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: nil)
        defer { mock.stop() }
        mock.change(
            "AddMethod", "sssss", Self.interface, "AccessCamera", "a{sv}", "o",
            "raise dbus.exceptions.DBusException('no', name='org.freedesktop.portal.Error.NotAllowed')")
        #expect(try asked(bus) == .refused)
    }

    @Test func withoutPortalNobodyIsAsked() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        #expect(try asked(bus) == .absent)
        for code in [ENOMEDIUM, ENOENT, ECONNREFUSED] { #expect(without(code).ask(wait: Self.waited) == .absent) }
        // One of another kind that knows no cameras.
        let mock = try DBusMock(on: bus, name: Self.name, path: Self.path, [Self.name, Self.path, "org.example.Other"])
        defer { mock.stop() }
        #expect(try asked(bus) == .absent)
    }

    @Test func questionGoesOnAfterAnInterruption() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: nil)
        defer { mock.stop() }
        let portal = at(bus)
        #expect(portal.ask { _, _, _ in false } == .interrupted)
        #expect(portal.ask { _, _, _ in false } == .interrupted)
        #expect(mock.calls("AccessCamera").count == 1)
        mock.emit(
            from: Self.question, "org.freedesktop.portal.Request", "Response", "ua{sv}", "2", "u", "1", "a{sv}", "0")
        #expect(portal.ask(wait: Self.waited) == .refused)
    }

    @Test func personWhoSaysNothingIsWaitedForAndNotAskedAnew() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: nil)
        defer { mock.stop() }
        var now = 0.0
        let portal = at(bus) { now }
        let answer = portal.ask { seconds, _, _ in
            now += seconds
            return now < 1000
        }
        #expect(answer == .unanswered)
        #expect(now >= 120 && now < 121)
        now = 500
        #expect(portal.ask(wait: Self.waited) == .unanswered)
        #expect(mock.calls("AccessCamera").count == 1)
        mock.emit(
            from: Self.question, "org.freedesktop.portal.Request", "Response", "ua{sv}", "2", "u", "0", "a{sv}", "0")
        // However late it is seen.
        now = 5000
        guard case .connection(let descriptor) = portal.ask(wait: Self.waited) else {
            Issue.record("no connection")
            return
        }
        close(descriptor)
        #expect(mock.calls("AccessCamera").count == 1)
    }

    @Test func questionThatIsLongBeforeThePersonIsPutAnew() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: nil)
        defer { mock.stop() }
        var now = 0.0
        let portal = at(bus) { now }
        #expect(portal.ask { _, _, _ in false } == .interrupted)
        now = 601
        #expect(portal.ask { _, _, _ in false } == .interrupted)
        #expect(mock.calls("AccessCamera").count == 2)
    }

    @Test func refusalHoldsForTenMinutesOrUntilItIsForgotten() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: 1)
        defer { mock.stop() }
        var now = 0.0
        let portal = at(bus) { now }
        for time in [0, 30, 599] as [Double] {
            now = time
            #expect(portal.ask(wait: Self.waited) == .refused)
            #expect(mock.calls("AccessCamera").count == 1)
        }
        now = 601
        #expect(portal.ask(wait: Self.waited) == .refused)
        #expect(mock.calls("AccessCamera").count == 2)
        portal.forgetRefusal()
        #expect(portal.ask(wait: Self.waited) == .refused)
        #expect(mock.calls("AccessCamera").count == 3)
    }

    @Test func portalThatHangsIsNoConsent() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: 0)
        defer { mock.stop() }
        mock.freeze()
        #expect(try asked(bus) == .silent)
    }

    @Test(arguments: [
        ("AccessCamera", "s", "ret = 'yes'"),
        ("AccessCamera", "o", "raise dbus.exceptions.DBusException('no', name='org.example.Error.Broken')"),
        ("OpenPipeWireRemote", "s", "ret = 'yes'"),
        ("OpenPipeWireRemote", "h", "raise dbus.exceptions.DBusException('no', name='org.example.Error.Broken')"),
        (
            "OpenPipeWireRemote", "h",
            "raise dbus.exceptions.DBusException('no', name='org.freedesktop.DBus.Error.UnknownMethod')"
        ),
    ])
    func answerThatCannotBeUnderstoodIsNoConsent(method: String, type: String, body: String) throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: 0)
        defer { mock.stop() }
        mock.change("AddMethod", "sssss", Self.interface, method, "a{sv}", type, body)
        #expect(try asked(bus) == .silent)
    }

    @Test func busThatBreaksIsNoConsent() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: nil)
        defer { mock.stop() }
        let portal = at(bus)
        #expect(portal.ask { _, _, _ in false } == .interrupted)
        bus.stop()
        #expect(portal.ask(wait: Self.waited) == .silent)
        #expect(portal.ask(wait: Self.waited) == .silent)
        for code in [ETIMEDOUT, ECONNRESET, EACCES] { #expect(without(code).ask(wait: Self.waited) == .silent) }
    }
}
