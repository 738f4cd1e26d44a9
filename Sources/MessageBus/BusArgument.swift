import CSystemd

/// A value that goes into a message, of one of D-Bus' types.
package indirect enum BusArgument: Sendable, Hashable {
    case text(String)
    case flag(Bool)
    case byte(UInt8)
    case number(UInt32)
    case integer(Int32)
    case long(UInt64)
    case variant(BusArgument)
    case structure([BusArgument])
    /// Of values of one type, which is named because there may be none.
    case list(of: String, [BusArgument])
    case entry(String, BusArgument)

    /// A list of strings.
    package static func texts(_ texts: [String]) -> BusArgument { .list(of: "s", texts.map(BusArgument.text)) }

    /// An a{sv}, in order.
    package static func dictionary(_ entries: [(String, BusArgument)]) -> BusArgument {
        .list(of: "{sv}", entries.map { .entry($0, .variant($1)) })
    }

    /// Its type, as D-Bus writes it.
    package var signature: String {
        switch self {
        case .text: "s"
        case .flag: "b"
        case .byte: "y"
        case .number: "u"
        case .integer: "i"
        case .long: "t"
        case .variant: "v"
        case .structure(let parts): "(" + contents(parts) + ")"
        case .list(let type, _): "a" + type
        case .entry(_, let value): "{s" + value.signature + "}"
        }
    }

    private func contents(_ parts: [BusArgument]) -> String { parts.map(\.signature).joined() }

    /// - Returns: a negative error number where it cannot be.
    func append(to message: OpaquePointer?) -> Int32 {
        switch self {
        case .text(let text): text.withCString { basic("s", $0, message) }
        case .flag(let flag): withUnsafePointer(to: Int32(flag ? 1 : 0)) { basic("b", $0, message) }
        case .byte(let value): withUnsafePointer(to: value) { basic("y", $0, message) }
        case .number(let value): withUnsafePointer(to: value) { basic("u", $0, message) }
        case .integer(let value): withUnsafePointer(to: value) { basic("i", $0, message) }
        case .long(let value): withUnsafePointer(to: value) { basic("t", $0, message) }
        case .variant(let value): inside("v", value.signature, [value], message)
        case .structure(let parts): inside("r", contents(parts), parts, message)
        case .list(let type, let elements): inside("a", type, elements, message)
        case .entry(let key, let value): inside("e", "s" + value.signature, [.text(key), value], message)
        }
    }

    private func basic(_ type: String, _ value: UnsafeRawPointer, _ message: OpaquePointer?) -> Int32 {
        sd_bus_message_append_basic(message, code(type), value)
    }

    private func inside(
        _ kind: String, _ contents: String, _ parts: [BusArgument], _ message: OpaquePointer?
    ) -> Int32 {
        let opened = sd_bus_message_open_container(message, code(kind), contents)
        guard opened >= 0 else { return opened }
        for part in parts {
            let result = part.append(to: message)
            guard result >= 0 else { return result }
        }
        return sd_bus_message_close_container(message)
    }

    private func code(_ type: String) -> CChar { CChar(bitPattern: type.utf8.first ?? 0) }
}
