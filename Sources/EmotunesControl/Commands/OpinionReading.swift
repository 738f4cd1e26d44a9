import ControlProtocol
import ControlSocket

extension ControlClient {
    /// What was said and learnt, which comes in parts, as one object in the daemon's words.
    mutating func opinions(timeout: Duration = .seconds(5)) throws(ControlClientError) -> JSONObject {
        try send(VarlinkCall(method: ControlMethod.getOpinions.fullName, more: true), timeout: timeout)
        var all: [JSONValue] = []
        while true {
            guard let reply = try nextReply(timeout: timeout) else { throw .timeout(seconds: timeout / .seconds(1)) }
            if case .array(let part)? = reply.parameters["opinions"] { all += part }
            if reply.continues { continue }
            let others = reply.parameters.members.filter { $0.name != "opinions" }
            return JSONObject([.init("opinions", .array(all))] + others)
        }
    }
}
