/// A call as it goes over the wire: a method's full name, its parameters, and how it is to be answered.
package struct VarlinkCall: Sendable, Hashable {
    /// For example `org.emotunes.Control.GetStatus`.
    package var method: String
    /// By name; empty where there are none.
    package var parameters: JSONObject
    /// The client wants every reply there will be, not one.
    package var more: Bool
    /// The client wants no reply at all.
    package var oneway: Bool
    /// The client wants to leave Varlink behind on this connection; no method here can.
    package var upgrade: Bool

    package init(
        method: String, parameters: JSONObject = [:], more: Bool = false, oneway: Bool = false, upgrade: Bool = false
    ) {
        self.method = method
        self.parameters = parameters
        self.more = more
        self.oneway = oneway
        self.upgrade = upgrade
    }
}

/// A message that is JSON but neither a call nor a reply.
package struct NotAMessage: Error, Hashable, CustomStringConvertible {
    /// What is wrong with it, for people.
    package let description: String
}

extension VarlinkCall {
    /// Reads a call. Members other than Varlink's own are ignored, so that the protocol may grow.
    package init(_ json: JSONValue) throws(NotAMessage) {
        guard let method = json["method"]?.string else { throw NotAMessage(description: "a call without a method") }
        let parameters: JSONObject
        switch json["parameters"] {
        case .object(let object): parameters = object
        case nil, .null: parameters = [:]
        default: throw NotAMessage(description: "a call whose parameters are no object")
        }
        self.init(
            method: method, parameters: parameters, more: try json.flag("more"), oneway: try json.flag("oneway"),
            upgrade: try json.flag("upgrade"))
    }

    /// As it is sent.
    package var json: JSONValue {
        var object: JSONObject = ["method": .string(method), "parameters": .object(parameters)]
        if more { object.append("more", true) }
        if oneway { object.append("oneway", true) }
        if upgrade { object.append("upgrade", true) }
        return .object(object)
    }
}

/// A reply as it goes over the wire.
package struct VarlinkReply: Sendable, Hashable {
    /// By name; the error's where the call failed.
    package var parameters: JSONObject
    /// More replies to the same call follow.
    package var continues: Bool
    /// The error's full name if the call failed; `parameters` then belong to the error.
    package var error: String?

    package init(parameters: JSONObject = [:], continues: Bool = false, error: String? = nil) {
        self.parameters = parameters
        self.continues = continues
        self.error = error
    }

    /// Reads a reply. Members other than Varlink's own are ignored.
    package init(_ json: JSONValue) throws(NotAMessage) {
        guard case .object(let object) = json else { throw NotAMessage(description: "a reply that is no object") }
        let parameters: JSONObject
        switch object["parameters"] {
        case .object(let members): parameters = members
        case nil, .null: parameters = [:]
        default: throw NotAMessage(description: "a reply whose parameters are no object")
        }
        self.init(parameters: parameters, continues: try json.flag("continues"), error: object["error"]?.string)
    }

    /// As it is sent.
    package var json: JSONValue {
        var object = JSONObject()
        if let error { object.append("error", .string(error)) }
        object.append("parameters", .object(parameters))
        if continues { object.append("continues", true) }
        return .object(object)
    }
}

extension JSONValue {
    /// The message's bytes with the NUL that ends it.
    package var framed: [UInt8] {
        Array(compactText.utf8) + [0]
    }

    fileprivate func flag(_ name: String) throws(NotAMessage) -> Bool {
        switch self[name] {
        case .bool(let flag): flag
        case nil, .null: false
        default: throw NotAMessage(description: "a message whose \(name) is neither true nor false")
        }
    }
}
