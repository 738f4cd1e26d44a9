import ControlProtocol

/// A call's parameters, read strictly: what is missing, of another type or unknown is refused by name.
struct CallParameters {
    private let object: JSONObject

    init(_ object: JSONObject, allowed: [String]) throws(VarlinkServiceError) {
        for member in object.members where !allowed.contains(member.name) {
            throw .invalidParameter(member.name)
        }
        self.object = object
    }

    func string(_ name: String) throws(VarlinkServiceError) -> String {
        guard let text = try optionalString(name) else { throw .invalidParameter(name) }
        return text
    }

    func optionalString(_ name: String) throws(VarlinkServiceError) -> String? {
        switch object[name] {
        case .string(let text): return text
        case nil, .null: return nil
        default: throw .invalidParameter(name)
        }
    }

    func optionalInteger(_ name: String) throws(VarlinkServiceError) -> Int? {
        switch object[name] {
        case .integer(let number): return Int(number)
        case nil, .null: return nil
        default: throw .invalidParameter(name)
        }
    }

    /// A value of any type; the caller decodes it.
    func value(_ name: String) throws(VarlinkServiceError) -> JSONValue {
        guard let value = object[name] else { throw .invalidParameter(name) }
        return value
    }
}
