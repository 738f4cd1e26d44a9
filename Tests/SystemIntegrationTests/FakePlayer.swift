import BusTestSupport
import CSystemd
import Foundation
import Synchronization

/// A bus of its own (dbus-daemon) with a media player on it that answers what a test says.
final class FakePlayer: Sendable {
    /// The bus's address.
    let address: String
    private let daemon: BusDaemon
    private let isOver = Mutex(false)
    private let stopped = DispatchSemaphore(value: 0)

    static var isUsable: Bool { BusDaemon.isUsable }

    /// What the player's properties are.
    struct Properties: Sendable {
        var status = "Playing"
        /// Pairs of a key and a value: a string, an object path (it begins with "/"), a list of strings, or a number.
        var metadata: [(String, any Sendable)] = []
    }

    init(_ properties: Properties, name: String = "fake") throws {
        daemon = try BusDaemon()
        address = daemon.address
        let ready = DispatchSemaphore(value: 0)
        let thread = Thread { [self] in
            serve(Served(properties), as: name, ready)
            stopped.signal()
        }
        thread.start()
        guard ready.wait(timeout: .now() + 10) == .success else {
            throw BusDaemon.Failure(what: "no player on the bus")
        }
    }

    func stop() {
        isOver.withLock { $0 = true }
        stopped.wait()
        daemon.stop()
    }

    private final class Served {
        let properties: Properties
        init(_ properties: Properties) { self.properties = properties }
    }

    private func serve(_ served: Served, as name: String, _ ready: DispatchSemaphore) {
        guard let bus = daemon.connect() else { return }
        defer { sd_bus_close_unref(bus) }
        let data = Unmanaged.passUnretained(served).toOpaque()
        sd_bus_add_object(
            bus, nil, "/org/mpris/MediaPlayer2",
            { call, data, _ in
                guard let call, let data else { return 0 }
                return FakePlayer.answer(call, Unmanaged<Served>.fromOpaque(data).takeUnretainedValue().properties)
            }, data)
        guard sd_bus_request_name(bus, "org.mpris.MediaPlayer2.\(name)", 0) >= 0 else { return }
        ready.signal()
        while !isOver.withLock({ $0 }) {
            if sd_bus_process(bus, nil) == 0 { sd_bus_wait(bus, 20_000) }
        }
    }

    private static func answer(_ call: OpaquePointer, _ properties: Properties) -> Int32 {
        var interface: UnsafePointer<CChar>?, property: UnsafePointer<CChar>?
        guard sd_bus_message_is_method_call(call, "org.freedesktop.DBus.Properties", "Get") > 0,
            sd_bus_message_read_basic(call, code("s"), &interface) > 0,
            sd_bus_message_read_basic(call, code("s"), &property) > 0, let property
        else { return 0 }
        var reply: OpaquePointer?
        sd_bus_message_new_method_return(call, &reply)
        defer { sd_bus_message_unref(reply) }
        if String(cString: property) == "PlaybackStatus" {
            append(properties.status, to: reply)
        } else {
            sd_bus_message_open_container(reply, code("v"), "a{sv}")
            sd_bus_message_open_container(reply, code("a"), "{sv}")
            for (key, value) in properties.metadata {
                sd_bus_message_open_container(reply, code("e"), "sv")
                sd_bus_message_append_basic(reply, code("s"), key)
                append(value, to: reply)
                sd_bus_message_close_container(reply)
            }
            sd_bus_message_close_container(reply)
            sd_bus_message_close_container(reply)
        }
        return sd_bus_send(nil, reply, nil) < 0 ? -1 : 1
    }

    private static func append(_ value: any Sendable, to reply: OpaquePointer?) {
        switch value {
        case let text as String:
            let type = text.hasPrefix("/") ? "o" : "s"
            sd_bus_message_open_container(reply, code("v"), type)
            sd_bus_message_append_basic(reply, code(type), text)
        case let list as [String]:
            sd_bus_message_open_container(reply, code("v"), "as")
            sd_bus_message_open_container(reply, code("a"), "s")
            for text in list { sd_bus_message_append_basic(reply, code("s"), text) }
            sd_bus_message_close_container(reply)
        case var number as Int64:
            sd_bus_message_open_container(reply, code("v"), "x")
            sd_bus_message_append_basic(reply, code("x"), &number)
        default: return
        }
        sd_bus_message_close_container(reply)
    }

    private static func code(_ type: String) -> CChar { CChar(bitPattern: type.utf8.first ?? 0) }
}
