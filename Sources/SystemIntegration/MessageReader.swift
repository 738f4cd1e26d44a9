import CSystemd

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
