import ControlProtocol
import ControlSocket

extension ControlClient {
    /// The history, which comes in parts, as one object in the daemon's words.
    mutating func history(_ query: HistoryQuery, timeout: Duration = .seconds(5)) throws(ControlClientError)
        -> JSONValue
    {
        try send(
            VarlinkCall(method: ControlMethod.getHistory.fullName, parameters: query.parameters, more: true),
            timeout: timeout)
        var names: [String] = []
        var lists: [String: [JSONValue]] = [:]
        var continues = true
        while continues {
            guard let reply = try nextReply(timeout: timeout) else { throw .timeout(seconds: timeout / .seconds(1)) }
            continues = reply.continues
            guard case .object(let part)? = reply.parameters["history"] else { continue }
            for member in part.members {
                guard case .array(let entries) = member.value else { continue }
                if lists[member.name] == nil { names.append(member.name) }
                lists[member.name, default: []] += entries
            }
        }
        return .object(JSONObject(names.map { .init($0, .array(lists[$0] ?? [])) }))
    }

    /// The same, decoded.
    mutating func decodedHistory(_ query: HistoryQuery) throws -> History {
        let object = try history(query)
        guard let history = try? object.withoutControlCharacters.decoded(as: History.self) else {
            throw CommandFailure.otherVersion(": its history cannot be read")
        }
        return history
    }
}
