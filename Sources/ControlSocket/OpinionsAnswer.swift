import ControlProtocol

// `GetOpinions`: what was learnt in years is tens of megabytes as JSON, so it is put into words part by part.
extension ControlDispatcher {
    /// All of it in one reply.
    func opinions() async throws -> JSONObject {
        try await reply(["opinions": JSONValue(encoding: await service.opinions())])
    }

    /// All of it in as many replies as it takes, each put together when the client has taken the one before. What does
    /// not grow comes with the last.
    func tellOpinions(send: @Sendable (VarlinkReply) async -> Void) async throws {
        var left = try await service.opinions()[...]
        while left.count > ControlInterface.opinionsPartLength, !Task.isCancelled {
            let part = Array(left.prefix(ControlInterface.opinionsPartLength))
            left = left.dropFirst(part.count)
            await send(VarlinkReply(parameters: ["opinions": try JSONValue(encoding: part)], continues: true))
        }
        await send(VarlinkReply(parameters: try await reply(["opinions": JSONValue(encoding: Array(left))])))
    }

    private func reply(_ opinions: JSONObject) async throws -> JSONObject {
        var members = opinions.members
        if let account = try await service.accountTaste() {
            members.append(.init("account", try JSONValue(encoding: account)))
        }
        members.append(.init("corrections", try JSONValue(encoding: await service.corrections())))
        return JSONObject(members)
    }
}
