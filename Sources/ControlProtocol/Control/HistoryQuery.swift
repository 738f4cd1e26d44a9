/// Which part of the history is asked for: the parameters of `GetHistory`.
package struct HistoryQuery: Sendable, Hashable {
    /// The beginning; nil for a day before the end.
    package var from: Timestamp?
    /// The end; nil for now.
    package var to: Timestamp?
    /// At most so many entries of each kind, the newest.
    package var limit: Int?

    package init(from: Timestamp? = nil, to: Timestamp? = nil, limit: Int? = nil) {
        self.from = from
        self.to = to
        self.limit = limit
    }

    /// What may be asked for as `limit`.
    package static let limits = 1...10_000
    /// The limit of an answer in one reply where none was asked for. One in several has none.
    package static let usualLimit = 2_000
    /// How far back an answer goes that was not told, in seconds.
    package static let usualSeconds = 86_400.0
    /// So many entries one of several replies has at most.
    package static let partLength = 500

    /// The parameters of the call.
    package var parameters: JSONObject {
        let given: [JSONObject.Member?] = [
            from.map { .init("from", .string($0.rfc3339)) }, to.map { .init("to", .string($0.rfc3339)) },
            limit.map { .init("limit", .integer(Int64($0))) },
        ]
        return JSONObject(given.compactMap(\.self))
    }
}

/// Where a history that is told in parts goes on: behind an entry of one of its lists.
package struct HistoryPosition: Sendable, Hashable {
    /// Which list, counted from 0.
    package var list: Int
    /// The entry's time in milliseconds since 1970, and its number.
    package var at: Int64, id: Int64

    package init(list: Int, at: Int64, id: Int64) {
        self.list = list
        self.at = at
        self.id = id
    }
}

/// One part of a history.
package struct HistoryPart: Sendable, Hashable {
    /// What it holds.
    package var history: History
    /// Where the next one goes on; nil where there is none.
    package var next: HistoryPosition?

    package init(history: History, next: HistoryPosition?) {
        self.history = history
        self.next = next
    }
}
