import CSystemd
import Glibc
import Platform

/// A connection to a message bus (D-Bus), used by one thread. Signals only set flags; the owner of the bus then reads the
/// state anew.
///
/// This is the entrance of the module `MessageBus`, which holds what all talks on a bus share. It may know `CSystemd`.
package final class Bus {
    /// A signal, while its handler runs.
    package struct Signal {
        package let member: String
        package let path: String
        /// The bus's own name for the connection it comes from.
        package let sender: String
        /// Its arguments; of no use once the handler has returned.
        package let reader: MessageReader

        /// The first argument, where it is a boolean. To be asked once.
        package var flag: Bool? { reader.flag() }
    }

    /// What is listened to; ended by ``Bus/cancel(_:)``.
    package final class Subscription {
        fileprivate let body: (Signal) -> Void
        fileprivate var slot: OpaquePointer?

        fileprivate init(_ body: @escaping (Signal) -> Void) { self.body = body }

        fileprivate func take(_ message: OpaquePointer) {
            body(
                Signal(
                    member: sd_bus_message_get_member(message).map { String(cString: $0) } ?? "",
                    path: sd_bus_message_get_path(message).map { String(cString: $0) } ?? "",
                    sender: sd_bus_message_get_sender(message).map { String(cString: $0) } ?? "",
                    reader: MessageReader(message)))
        }
    }

    private let bus: OpaquePointer
    private var subscriptions: [Subscription] = []

    /// A player or a service that does not answer must not hold the others up.
    private static let patienceMicroseconds: UInt64 = 1_000_000

    private static let greetingMicroseconds: UInt64 = 15_000_000

    package static func system() throws(BusError) -> Bus { try Bus("the system bus") { sd_bus_open_system($0) } }

    /// The session's bus.
    package static func user() throws(BusError) -> Bus { try Bus("the session bus") { sd_bus_open_user($0) } }

    /// The bus at an address as D-Bus writes it, e.g. "unix:path=/run/user/1000/bus".
    package static func at(_ address: String) throws(BusError) -> Bus {
        try Bus(address) { result in
            var bus: OpaquePointer?
            var status = sd_bus_new(&bus)
            if status >= 0 { status = sd_bus_set_address(bus, address) }
            if status >= 0 { status = sd_bus_set_bus_client(bus, 1) }
            if status >= 0 { status = sd_bus_start(bus) }
            if status < 0 { sd_bus_unref(bus) } else { result.pointee = bus }
            return status
        }
    }

    private init(_ name: String, _ open: (UnsafeMutablePointer<OpaquePointer?>) -> Int32) throws(BusError) {
        var opened: OpaquePointer?
        let result = open(&opened)
        guard result >= 0, let opened else { throw BusError(code: result, what: name) }
        bus = opened
        sd_bus_set_method_call_timeout(bus, Self.patienceMicroseconds)
        let greeted = Self.greet(opened)
        // Thrown from a class's initialiser, the error still closes the bus: all that is stored is set.
        guard greeted >= 0 else { throw BusError(code: greeted, what: name) }
    }

    /// Waits until the bus has taken us in; one that is silent then would hold up the first call for a minute and more.
    private static func greet(_ bus: OpaquePointer) -> Int32 {
        let end = monotonicMicroseconds() + greetingMicroseconds
        while true {
            let ready = sd_bus_is_ready(bus)
            if ready != 0 { return ready }
            let done = sd_bus_process(bus, nil)
            if done < 0 { return done }
            if done > 0 { continue }
            let now = monotonicMicroseconds()
            guard now < end else { return -ETIMEDOUT }
            let waited = sd_bus_wait(bus, end - now)
            if waited < 0, waited != -EINTR { return waited }
        }
    }

    deinit {
        for subscription in subscriptions { sd_bus_slot_unref(subscription.slot) }
        sd_bus_close_unref(bus)
    }

    /// Seconds until an answer is given up; one unless said otherwise.
    package func setPatience(_ seconds: Double) {
        sd_bus_set_method_call_timeout(bus, UInt64(seconds * 1_000_000))
    }

    /// What to poll for.
    package var descriptor: Int32 { sd_bus_get_fd(bus) }
    package var events: Int16 { Int16(truncatingIfNeeded: max(0, sd_bus_get_events(bus))) }

    /// Milliseconds until the bus wants to be processed though nothing came; nil if never.
    package var timeout: Int32? {
        var until: UInt64 = 0
        guard sd_bus_get_timeout(bus, &until) >= 0, until != .max else { return nil }
        let present = monotonicMicroseconds()
        return until <= present ? 0 : Int32(min((until - present) / 1000 + 1, 60_000))
    }

    /// Takes everything that has arrived, and calls the handlers.
    ///
    /// - Returns: whether there was anything.
    @discardableResult package func process() throws(BusError) -> Bool {
        var hasHandled = false
        while true {
            let result = sd_bus_process(bus, nil)
            if result < 0 { throw BusError(code: result, what: "reading the bus") }
            if result == 0 { return hasHandled }
            hasHandled = true
        }
    }

    /// Calls `body` for every signal that matches the rule, until it is cancelled or the bus is closed.
    @discardableResult
    package func listen(_ rule: String, _ body: @escaping (Signal) -> Void) throws(BusError) -> Subscription {
        let subscription = Subscription(body)
        let result = sd_bus_add_match(
            bus, &subscription.slot, rule,
            { message, data, _ in
                if let message, let data {
                    Unmanaged<Subscription>.fromOpaque(data).takeUnretainedValue().take(message)
                }
                return 0
            }, Unmanaged.passUnretained(subscription).toOpaque())
        guard result >= 0 else { throw BusError(code: result, what: "listening to \(rule)") }
        subscriptions.append(subscription)
        return subscription
    }

    /// Ends listening. Not to be called by the handler itself.
    package func cancel(_ subscription: Subscription) {
        subscriptions.removeAll { $0 === subscription }
        sd_bus_slot_unref(subscription.slot)
        subscription.slot = nil
    }

    /// The names on the bus.
    package func names() -> [String] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        guard sd_bus_list_names(bus, &names, nil) >= 0, let names else { return [] }
        defer { free(names) }
        var found: [String] = []
        var index = 0
        while let name = names[index] {
            found.append(String(cString: name))
            free(name)
            index += 1
        }
        return found
    }
}

// Calls.
extension Bus {
    /// A property of type string; nil if the peer does not answer so.
    package func string(_ property: String, of interface: String, at path: String, from peer: String) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard sd_bus_get_property_string(bus, peer, path, interface, property, nil, &text) >= 0, let text else {
            return nil
        }
        defer { free(text) }
        return String(cString: text)
    }

    /// A property of type boolean; nil if the peer does not answer so.
    package func flag(_ property: String, of interface: String, at path: String, from peer: String) -> Bool? {
        var value: Int32 = 0
        let type = CChar(bitPattern: UInt8(ascii: "b"))
        guard sd_bus_get_property_trivial(bus, peer, path, interface, property, nil, type, &value) >= 0 else {
            return nil
        }
        return value != 0
    }

    /// A property that is a whole number of 64 bits; nil if the peer does not answer so.
    package func integer(_ property: String, of interface: String, at path: String, from peer: String) -> Int64? {
        var value: Int64 = 0
        let type = CChar(bitPattern: UInt8(ascii: "x"))
        guard sd_bus_get_property_trivial(bus, peer, path, interface, property, nil, type, &value) >= 0 else {
            return nil
        }
        return value
    }

    /// The bus's own name for the connection that has a name; nil where none has.
    package func owner(of name: String) -> String? {
        let bus = "org.freedesktop.DBus"
        return call("GetNameOwner", of: bus, at: "/org/freedesktop/DBus", on: bus, [name]) { MessageReader($0).text() }
    }

    /// A property of type a{sv}: those of its values that are strings, object paths or lists of strings. Nil if the peer
    /// does not answer so.
    package func dictionary(
        _ property: String, of interface: String, at path: String, from peer: String
    ) -> [String: [String]]? {
        call("Get", of: "org.freedesktop.DBus.Properties", at: path, on: peer, [interface, property]) {
            MessageReader($0).dictionary()
        }
    }

    /// Calls a method that takes strings, and lets `read` take its answer apart; nil if there is none that it can read.
    package func call<Answer>(
        _ method: String, of interface: String, at path: String, on peer: String, _ arguments: [String] = [],
        read: (OpaquePointer) -> Answer?
    ) -> Answer? {
        try? ask(method, of: interface, at: path, on: peer, arguments.map(BusArgument.text), read: read)
    }

    /// As `call`, with arguments of any type, for those who have to know why there is no answer.
    package func ask<Answer>(
        _ method: String, of interface: String, at path: String, on peer: String, _ arguments: [BusArgument] = [],
        read: (OpaquePointer) -> Answer?
    ) throws(BusError) -> Answer {
        var message: OpaquePointer?
        let made = sd_bus_message_new_method_call(bus, &message, peer, path, interface, method)
        guard made >= 0 else { throw BusError(code: made, what: method) }
        defer { sd_bus_message_unref(message) }
        for argument in arguments {
            let result = argument.append(to: message)
            guard result >= 0 else { throw BusError(code: result, what: method) }
        }
        var reply: OpaquePointer?
        var told = sd_bus_error()
        defer { sd_bus_error_free(&told) }
        let called = sd_bus_call(bus, message, 0, &told, &reply)
        guard called >= 0, let reply else {
            throw BusError(
                code: called, what: method, name: told.name.map { String(cString: $0) },
                words: told.message.map { String(cString: $0) })
        }
        defer { sd_bus_message_unref(reply) }
        guard let answer = read(reply) else { throw BusError(code: -EBADMSG, what: method) }
        return answer
    }
}
