import BusTestSupport
import Foundation
import MessageBus
import TestSupport
import Testing

/// A talk whose own question has the bus send a signal before it answers.
private final class AskingTalk: BusTalk {
    typealias Mail = Void

    private let worked: DispatchSemaphore
    private var hasAsked = false
    private var hasHeard = false

    init(_ worked: DispatchSemaphore) { self.worked = worked }

    var wantsBus: Bool { true }
    var due: Double? { nil }

    func take(_ mail: [Void]) {}

    func begin(on bus: Bus) throws(BusError) {
        try bus.listen(
            "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='org.emotunes.Test'"
        ) { [unowned self] _ in hasHeard = true }
    }

    func work(on bus: Bus?, trouble: BusError?) async {
        if hasHeard { worked.signal() }
        guard let bus, !hasAsked else { return }
        hasAsked = true
        _ = try? bus.ask(
            "RequestName", of: "org.freedesktop.DBus", at: "/org/freedesktop/DBus", on: "org.freedesktop.DBus",
            [.text("org.emotunes.Test"), .number(0)]
        ) { _ in true }
    }

    func end(on bus: Bus?) {}
}

@Suite(.ownThread, .enabled(if: BusDaemon.isUsable, "dbus-daemon is not installed"))
struct BusLoopTests {
    @Test func signalThatComesWhileItWorksIsWorkedOnBeforeItWaits() throws {
        let daemon = try BusDaemon()
        defer { daemon.stop() }
        let address = daemon.address, worked = DispatchSemaphore(value: 0), ended = DispatchSemaphore(value: 0)
        let loop = BusLoop<AskingTalk>(open: { () throws(BusError) in try Bus.at(address) })
        Task.detached {
            await loop.run(AskingTalk(worked))
            ended.signal()
        }
        #expect(worked.wait(timeout: .now() + 30) == .success)
        loop.stop()
        ended.wait()
    }

    @Test func processingSaysWhetherThereWasAnything() throws {
        let daemon = try BusDaemon()
        defer { daemon.stop() }
        let bus = try Bus.at(daemon.address)
        while try bus.process() {}
        try bus.listen("type='signal',member='NameOwnerChanged',arg0='org.emotunes.Test'") { _ in }
        _ = try bus.ask(
            "RequestName", of: "org.freedesktop.DBus", at: "/org/freedesktop/DBus", on: "org.freedesktop.DBus",
            [.text("org.emotunes.Test"), .number(0)]
        ) { _ in true }
        #expect(try bus.process())
        #expect(try !bus.process())
    }
}
