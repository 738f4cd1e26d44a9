package import ControlProtocol
import ControlSocket

/// What a request is answered with.
package enum PageAnswer: Sendable, Hashable {
    case whole(PageResponse)
    /// A stream of events that goes on until the page is closed.
    case events
}

/// An answer that is sent at once.
package struct PageResponse: Sendable, Hashable {
    /// 200, 403, …
    package var status: Int
    /// The media type of the body.
    package var type: String
    /// Beside those that every answer has.
    package var headers: [PageHeader] = []
    /// As it is sent.
    package var body: [UInt8]

    package init(status: Int, type: String, headers: [PageHeader] = [], body: [UInt8]) {
        self.status = status
        self.type = type
        self.headers = headers
        self.body = body
    }

    static func text(_ status: Int, _ sentence: String) -> PageResponse {
        PageResponse(status: status, type: "text/plain; charset=utf-8", body: Array((sentence + "\n").utf8))
    }

    static func json(_ status: Int, _ object: JSONObject) -> PageResponse {
        PageResponse(status: status, type: "application/json", body: Array(JSONValue.object(object).compactText.utf8))
    }
}

/// A header's name and value.
package struct PageHeader: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// What every answer has: nothing is kept, guessed at, passed on or opened from elsewhere.
    package static let common = [
        PageHeader("Cache-Control", "no-store"), PageHeader("X-Content-Type-Options", "nosniff"),
        PageHeader("Referrer-Policy", "no-referrer"), PageHeader("Cross-Origin-Opener-Policy", "same-origin"),
        PageHeader("Cross-Origin-Resource-Policy", "same-origin"),
    ]
}

/// Answers requests: the page, its events, and calls that are handed to the daemon.
package struct PageResponder: Sendable {
    /// Who is answered.
    package let door: PageGuard
    private let document: LiveDocument
    private let call: @Sendable (String, JSONObject) async throws -> JSONObject

    /// - Parameter call: hands a call to the daemon; throws `ControlClientError`.
    package init(
        door: PageGuard, document: LiveDocument = .shipped,
        call: @escaping @Sendable (String, JSONObject) async throws -> JSONObject
    ) {
        self.door = door
        self.document = document
        self.call = call
    }

    package func answer(_ request: PageRequest) async -> PageAnswer {
        switch door.decide(request) {
        case .refused(let reason): .whole(.text(403, Self.sentence(reason)))
        case .welcome(let cookie): .whole(page([PageHeader("Set-Cookie", cookie)]))
        case .known: await answerKnown(request)
        }
    }

    private static func sentence(_ reason: PageGuard.Refusal) -> String {
        switch reason {
        case .host, .origin: "This page answers only itself."
        case .stranger: "This address has been used, or is not whole. Run `emotunesctl page --live` for a new one."
        }
    }

    private func answerKnown(_ request: PageRequest) async -> PageAnswer {
        switch (request.method, request.path) {
        case ("GET", "/"): return .whole(page())
        case ("GET", "/events"): return .events
        case ("GET", "/icon.svg"):
            return .whole(PageResponse(status: 200, type: "image/svg+xml", body: Array(LiveDocument.icon.utf8)))
        case ("POST", let path) where path.hasPrefix("/call/"):
            return .whole(await answerCall(String(path.dropFirst("/call/".count)), request))
        default: return .whole(.text(404, "There is nothing here."))
        }
    }

    private func page(_ headers: [PageHeader] = []) -> PageResponse {
        let nonce = Secret().text
        return PageResponse(
            status: 200, type: "text/html; charset=utf-8",
            headers: headers + [PageHeader("Content-Security-Policy", LiveDocument.policy(nonce: nonce))],
            body: document.bytes(nonce: nonce))
    }

    private func answerCall(_ method: String, _ request: PageRequest) async -> PageResponse {
        guard DaemonLink.methods.contains(method) else { return .text(404, "A page may not call \(method).") }
        guard request.type == "application/json", case .object(let parameters)? = try? JSONValue(parsing: request.body)
        else { return .text(400, "A call takes a JSON object.") }
        guard DaemonLink.allows(method, parameters) else { return .text(400, "\(method) has to say which one.") }
        do {
            return .json(200, try await call(method, parameters))
        } catch let error as ControlClientError {
            return Self.failure(error)
        } catch {
            return .json(503, ["error": "Failed", "message": .string("\(error)")])
        }
    }

    private static func failure(_ error: ControlClientError) -> PageResponse {
        switch error {
        case .refused(let failure):
            let name = failure.reply.error?.split(separator: ".").last.map(String.init)
            return .json(409, ["error": .string(name ?? "Failed"), "message": .string(failure.description)])
        case .remote(let name, _):
            let word = name.split(separator: ".").last.map(String.init) ?? name
            return .json(409, ["error": .string(word), "message": .string(error.description)])
        case .noDaemon, .denied, .stranger, .timeout, .disconnected, .malformedReply, .failed:
            return .json(503, ["error": "NoDaemon", "message": .string(error.description)])
        }
    }
}
