/// One request, complete: nothing is added but what HTTP itself needs.
package struct HTTPRequest: Sendable, Hashable {
    /// In capitals.
    package var method: String
    /// Absolute, `https`; `http` to this machine only.
    package var url: String
    /// By name.
    package var headers: [String: String]
    /// Nil for a request without one.
    package var body: [UInt8]?

    package init(_ method: String, _ url: String, headers: [String: String] = [:], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// An answer that arrived whole.
package struct HTTPResponse: Sendable, Hashable {
    /// As in RFC 9110: 200 to 599.
    package var status: Int
    /// By lower-case name; of a header sent twice the last.
    package var headers: [String: String]
    /// Unpacked; empty where there is none.
    package var body: [UInt8]

    package init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why no whole answer arrived.
package struct HTTPFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of trouble; open.
    package struct Code: Sendable, Hashable {
        /// As it is told in the journal.
        package let name: String

        /// No such name, no route, or no process listens.
        package static let unreachable = Code(name: "unreachable")
        /// No whole answer in time.
        package static let timedOut = Code(name: "timed_out")
        /// The connection broke, or what came was no HTTP.
        package static let cut = Code(name: "cut")
        /// The server could not prove its identity.
        package static let certificate = Code(name: "certificate")
        /// The answer was longer than allowed.
        package static let tooLarge = Code(name: "too_large")
        /// The caller did not wait for the end.
        package static let cancelled = Code(name: "cancelled")
        /// Anything else.
        package static let other = Code(name: "other")
    }

    /// What kind of trouble it is.
    package var code: Code
    /// What happened, without the request's address: that may hold what must not be told.
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// Carries requests. The border to the network: tests put something else in its place.
package protocol HTTPTransport: Sendable {
    /// Sends the request once and waits for the whole answer.
    ///
    /// Never follows a redirect; a POST is never sent twice. After a failure the request may have been carried out all the same.
    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse
}
