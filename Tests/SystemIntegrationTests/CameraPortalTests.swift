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
        CameraPortal(bus: try Bus.at(bus.address)).ask(wait: wait)
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
        #expect(CameraPortal(bus: nil).ask { _, _, _ in true } == .absent)
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
        let portal = CameraPortal(bus: try Bus.at(bus.address))
        #expect(portal.ask { _, _, _ in false } == .interrupted)
        #expect(portal.ask { _, _, _ in false } == .interrupted)
        #expect(mock.calls("AccessCamera").count == 1)
        mock.emit(
            from: Self.question, "org.freedesktop.portal.Request", "Response", "ua{sv}", "2", "u", "1", "a{sv}", "0")
        #expect(portal.ask(wait: Self.waited) == .refused)
    }

    @Test func silenceIsARefusalAfterTwoMinutes() throws {
        let bus = try BusDaemon()
        defer { bus.stop() }
        let mock = try portal(on: bus, response: nil)
        defer { mock.stop() }
        var now = 0.0
        let portal = CameraPortal(bus: try Bus.at(bus.address), now: { now })
        let answer = portal.ask { seconds, _, _ in
            now += seconds
            return now < 1000
        }
        #expect(answer == .refused)
        #expect(now >= 120 && now < 121)
    }
}
