import ControlProtocol

// `GetHistory`: a year of it would be a hundred megabytes in one piece, so the service hands it out in parts.
extension ControlDispatcher {
    /// The history in one reply, which has a limit.
    func wholeHistory(_ query: HistoryQuery) async throws -> History {
        var query = query
        query.limit = query.limit ?? HistoryQuery.usualLimit
        var history = History()
        var next: HistoryPosition?
        repeat {
            let part = try await service.history(query, after: next, count: HistoryQuery.partLength)
            history.append(part.history)
            next = part.next
        } while next != nil
        return history
    }

    /// The history in as many replies as it takes, each read when the client has taken the one before.
    func tellHistory(_ query: HistoryQuery, send: @Sendable (VarlinkReply) async -> Void) async throws {
        var next: HistoryPosition?
        repeat {
            let part = try await service.history(query, after: next, count: HistoryQuery.partLength)
            next = part.next
            let reply: JSONObject = ["history": try JSONValue(encoding: part.history)]
            await send(VarlinkReply(parameters: reply, continues: next != nil))
        } while next != nil && !Task.isCancelled
    }
}

extension HistoryQuery {
    /// Reads the parameters of a call strictly.
    init(_ object: JSONObject) throws(VarlinkServiceError) {
        let parameters = try CallParameters(object, allowed: ["from", "to", "limit"])
        self.init(
            from: try parameters.optionalTimestamp("from"), to: try parameters.optionalTimestamp("to"),
            limit: try parameters.optionalInteger("limit"))
        if let limit, !Self.limits.contains(limit) { throw .invalidParameter("limit") }
        if let from, let to, to < from { throw .invalidParameter("to") }
    }
}

extension CallParameters {
    fileprivate func optionalTimestamp(_ name: String) throws(VarlinkServiceError) -> Timestamp? {
        guard let text = try optionalString(name) else { return nil }
        guard let moment = Timestamp(rfc3339: text) else { throw .invalidParameter(name) }
        return moment
    }
}
