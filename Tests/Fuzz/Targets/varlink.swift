import ControlProtocol

@testable import ControlSocket

/// Bytes as a client, or a server, may send them: cut into messages, read as JSON, understood, answered.
func judge(_ bytes: [UInt8]) {
    var input = Input(bytes)
    // Pieces as the network cuts them.
    let piece = Int(input.byte() & 63) + 1
    let stream = input.rest()
    var framer = MessageFramer(limit: 1 << 12)
    var messages: [[UInt8]] = []
    var position = 0
    while position < stream.count {
        let end = min(position + piece, stream.count)
        framer.append(stream[position..<end])
        position = end
        do {
            while let message = try framer.next() { messages.append(message) }
        } catch {
            return
        }
    }
    var said: [UInt8] = []
    for message in messages {
        said += message
        said.append(0)
    }
    require(stream.starts(with: said), "the framer changed what it was given")
    require(framer.bufferedBytes == stream.count - said.count, "the framer lost bytes")
    // A last one without its end, so that most inputs have a message.
    for message in messages.prefix(8) { understand(message) }
    understand(Array(stream.dropFirst(said.count)))
}

private func understand(_ message: [UInt8]) {
    guard let json = try? JSONValue(parsing: message) else { return }
    require((try? JSONValue(parsing: json.compactText)) == json, "JSON does not survive being written")
    require((try? JSONValue(parsing: json.prettyText)) == json, "JSON does not survive being written for people")
    if let call = try? VarlinkCall(json) {
        require((try? VarlinkCall(call.json)) == call, "a call does not survive being written")
        plant(call)
        for name in ["seconds", "mood", "uri"] {
            guard let parameters = try? CallParameters(call.parameters, allowed: [name]) else { continue }
            _ = try? parameters.optionalInteger(name)
            _ = try? parameters.string(name)
        }
    }
    if let reply = try? VarlinkReply(json) {
        require((try? VarlinkReply(reply.json)) == reply, "a reply does not survive being written")
        let parameters = JSONValue.object(reply.parameters)
        check(Status.self, parameters["status"])
        check(Playlist.self, parameters["playlist"])
        check(History.self, parameters["history"])
        check(SignIn.self, parameters)
        _ = ControlFailure(reply)
    }
}

/// Whether a value read from a reply can be said again.
private func check<Value: Codable & Equatable>(_ type: Value.Type, _ json: JSONValue?) {
    guard let json, let value = try? json.decoded(as: type), let again = try? JSONValue(encoding: value) else { return }
    require((try? again.decoded(as: type)) == value, "\(type) does not survive being written")
}

private func plant(_ call: VarlinkCall) {
    #if PLANTED_BUG
        // A table of one hour's seconds.
        if case .integer(let seconds)? = call.parameters["seconds"], seconds > 3600 {
            writePastTheEnd(call.method.utf8.count + 1)
        }
    #endif
}
