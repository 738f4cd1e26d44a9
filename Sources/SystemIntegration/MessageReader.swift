import CSystemd

/// The kinds of value that are read from a bus.
enum BusValue: Equatable {
    case text(String)
    case flag(Bool)
}

/// Takes a bus message apart. Whatever a peer sends that is not as expected ends in nil or is left out.
struct MessageReader {
    private let message: OpaquePointer

    /// - Parameter message: an `sd_bus_message` that lives as long as the reader.
    init(_ message: OpaquePointer) { self.message = message }

    /// Reads a variant that holds an a{sv}: of its values those that are strings, object paths or lists of strings.
    func dictionary() -> [String: [String]]? {
        var found: [String: [String]] = [:]
        let isWhole = inside("v", "a{sv}") {
            inside("a", "{sv}") {
                while inside("e", "sv", { readEntry(into: &found) }) {}
                return true
            }
        }
        return isWhole ? found : nil
    }

    /// Reads an a{sv}: of its values those that are strings, object paths or booleans.
    func properties() -> [String: BusValue]? {
        var found: [String: BusValue] = [:]
        let isWhole = inside("a", "{sv}") {
            while inside("e", "sv", { readProperty(into: &found) }) {}
            return true
        }
        return isWhole ? found : nil
    }

    /// Reads an a(susso), as the login manager lists its sessions: of each the name, the user, the seat and the object.
    func sessions() -> [LoginSession]? {
        var found: [LoginSession] = []
        let isWhole = inside("a", "(susso)") {
            while inside("r", "susso", { readSession(into: &found) }) {}
            return true
        }
        return isWhole ? found : nil
    }

    /// Reads a boolean.
    func flag() -> Bool? {
        var value: Int32 = 0
        return sd_bus_message_read_basic(message, code("b"), &value) > 0 ? value != 0 : nil
    }

    private func readSession(into found: inout [LoginSession]) -> Bool {
        var uid: UInt32 = 0
        guard let id = string("s"), sd_bus_message_read_basic(message, code("u"), &uid) > 0, string("s") != nil,
            let seat = string("s"), let path = string("o")
        else { return false }
        found.append(LoginSession(id: id, path: path, uid: uid, seat: seat))
        return true
    }

    private func readProperty(into found: inout [String: BusValue]) -> Bool {
        guard let key = string("s") else { return false }
        var contents: UnsafePointer<CChar>?
        guard sd_bus_message_peek_type(message, nil, &contents) > 0, let contents else { return false }
        let type = String(cString: contents)
        switch type {
        case "s", "o": return inside("v", type) { string(type).map { found[key] = .text($0) } != nil }
        case "b": return inside("v", type) { flag().map { found[key] = .flag($0) } != nil }
        default: return sd_bus_message_skip(message, "v") >= 0
        }
    }

    private func readEntry(into found: inout [String: [String]]) -> Bool {
        guard let key = string("s") else { return false }
        var contents: UnsafePointer<CChar>?
        guard sd_bus_message_peek_type(message, nil, &contents) > 0, let contents else { return false }
        let type = String(cString: contents)
        switch type {
        case "s", "o": return inside("v", type) { string(type).map { found[key] = [$0] } != nil }
        case "as":
            return inside("v", type) {
                inside("a", "s") {
                    var list: [String] = []
                    while let text = string("s") { list.append(text) }
                    found[key] = list
                    return true
                }
            }
        default: return sd_bus_message_skip(message, "v") >= 0
        }
    }

    /// Runs `body` inside the next container; false if there is none of that kind, or `body` says so.
    private func inside(_ kind: String, _ contents: String, _ body: () -> Bool) -> Bool {
        guard sd_bus_message_enter_container(message, code(kind), contents) > 0 else { return false }
        return body() && sd_bus_message_exit_container(message) >= 0
    }

    private func string(_ type: String) -> String? {
        var text: UnsafePointer<CChar>?
        guard sd_bus_message_read_basic(message, code(type), &text) > 0, let text else { return nil }
        return String(cString: text)
    }

    private func code(_ type: String) -> CChar { CChar(bitPattern: type.utf8.first ?? 0) }
}
