import CSystemd
import Glibc

/// The kinds of value that are read from a bus.
package enum BusValue: Equatable, Sendable {
    case text(String)
    case flag(Bool)
    /// A whole number of whatever size.
    case number(Int64)
    case texts([String])
}

/// Takes a bus message apart. Whatever a peer sends that is not as expected ends in nil or is left out.
package struct MessageReader {
    private let message: OpaquePointer

    /// - Parameter message: an `sd_bus_message` that lives as long as the reader.
    package init(_ message: OpaquePointer) { self.message = message }

    /// Reads a variant that holds an a{sv}: of its values those that are strings, object paths or lists of strings.
    package func dictionary() -> [String: [String]]? {
        var found: [String: [String]] = [:]
        let isWhole = inside("v", "a{sv}") {
            inside("a", "{sv}") {
                while inside("e", "sv", { readEntry(into: &found) }) {}
                return true
            }
        }
        return isWhole ? found : nil
    }

    /// Reads an a{sv}: of its values those that are strings, object paths, booleans,
    /// whole numbers or lists of strings.
    package func properties() -> [String: BusValue]? {
        var found: [String: BusValue] = [:]
        let isWhole = inside("a", "{sv}") {
            while inside("e", "sv", { readProperty(into: &found) }) {}
            return true
        }
        return isWhole ? found : nil
    }

    /// Reads a string, or with "o" the path of an object.
    package func text(_ type: String = "s") -> String? {
        var text: UnsafePointer<CChar>?
        guard sd_bus_message_read_basic(message, code(type), &text) > 0, let text else { return nil }
        return String(cString: text)
    }

    /// Reads a list of strings.
    package func texts() -> [String]? {
        var list: [String] = []
        let isWhole = inside("a", "s") {
            while let text = text() { list.append(text) }
            return true
        }
        return isWhole ? list : nil
    }

    /// Reads a number of 32 bits without a sign.
    package func number() -> UInt32? {
        var value: UInt32 = 0
        return sd_bus_message_read_basic(message, code("u"), &value) > 0 ? value : nil
    }

    /// Reads a whole number of the type that is named.
    private func number(_ type: String) -> Int64? {
        switch type {
        case "y": read(type, UInt8.self).map(Int64.init)
        case "n": read(type, Int16.self).map(Int64.init)
        case "q": read(type, UInt16.self).map(Int64.init)
        case "i": read(type, Int32.self).map(Int64.init)
        case "u": read(type, UInt32.self).map(Int64.init)
        case "x": read(type, Int64.self)
        case "t": read(type, UInt64.self).map { Int64(clamping: $0) }
        default: nil
        }
    }

    private func read<Number: FixedWidthInteger>(_ type: String, _: Number.Type) -> Number? {
        var value: Number = 0
        return sd_bus_message_read_basic(message, code(type), &value) > 0 ? value : nil
    }

    /// Reads a file descriptor; the caller gets one of its own, to be closed.
    package func descriptor() -> Int32? {
        var value: Int32 = -1
        guard sd_bus_message_read_basic(message, code("h"), &value) > 0 else { return nil }
        let own = fcntl(value, F_DUPFD_CLOEXEC, 0)
        return own >= 0 ? own : nil
    }

    /// Reads a boolean.
    package func flag() -> Bool? {
        var value: Int32 = 0
        return sd_bus_message_read_basic(message, code("b"), &value) > 0 ? value != 0 : nil
    }

    private func readProperty(into found: inout [String: BusValue]) -> Bool {
        guard let key = text() else { return false }
        var contents: UnsafePointer<CChar>?
        guard sd_bus_message_peek_type(message, nil, &contents) > 0, let contents else { return false }
        let type = String(cString: contents)
        switch type {
        case "s", "o": return inside("v", type) { text(type).map { found[key] = .text($0) } != nil }
        case "y", "n", "q", "i", "u", "x", "t":
            return inside("v", type) { number(type).map { found[key] = .number($0) } != nil }
        case "as": return inside("v", type) { texts().map { found[key] = .texts($0) } != nil }
        case "b": return inside("v", type) { flag().map { found[key] = .flag($0) } != nil }
        default: return sd_bus_message_skip(message, "v") >= 0
        }
    }

    private func readEntry(into found: inout [String: [String]]) -> Bool {
        guard let key = text() else { return false }
        var contents: UnsafePointer<CChar>?
        guard sd_bus_message_peek_type(message, nil, &contents) > 0, let contents else { return false }
        let type = String(cString: contents)
        switch type {
        case "s", "o": return inside("v", type) { text(type).map { found[key] = [$0] } != nil }
        case "as": return inside("v", type) { texts().map { found[key] = $0 } != nil }
        default: return sd_bus_message_skip(message, "v") >= 0
        }
    }

    /// Runs `body` inside the next container, of a kind and with contents as D-Bus writes them; false if there is none of
    /// that kind, or `body` says so.
    package func inside(_ kind: String, _ contents: String, _ body: () -> Bool) -> Bool {
        guard sd_bus_message_enter_container(message, code(kind), contents) > 0 else { return false }
        return body() && sd_bus_message_exit_container(message) >= 0
    }

    private func code(_ type: String) -> CChar { CChar(bitPattern: type.utf8.first ?? 0) }
}
