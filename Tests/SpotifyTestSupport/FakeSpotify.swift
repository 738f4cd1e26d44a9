import Foundation
import Glibc
import SpotifyWebAPI
import Synchronization
import TestSupport

/// Spotify on loopback, accounts service and Web API in one: keeps one account, judges every request by the published
/// document and the RFCs, and goes wrong when told to.
///
/// Accounts are below `/accounts`, the API below `/v1`.
package final class FakeSpotify: Sendable {
    package struct Playlist: Sendable {
        package var id: String
        package var name: String
        package var description: String
        package var isPublic: Bool
        package var uris: [String] = []
        /// Deleting a playlist only takes it out of the library.
        package var isInLibrary = true
        /// How often its items were replaced.
        package var replacements = 0
        /// Every cover it was given, as JPEG.
        package var covers: [[UInt8]] = []
        /// The user id.
        package var owner: String
    }

    /// Something that goes wrong with the next requests that fit.
    package struct Fault: Sendable {
        package var method: String?
        /// The request's path begins so, `/v1` or `/accounts` included.
        package var path: String
        package var count = 1
        package var answer: LoopbackServer.Answer
        /// Whether the request is carried out all the same, before the answer is spoilt.
        package var isCarriedOut = false

        package init(
            _ method: String? = nil, _ path: String, count: Int = 1, answer: LoopbackServer.Answer,
            isCarriedOut: Bool = false
        ) {
            self.method = method
            self.path = path
            self.count = count
            self.answer = answer
            self.isCarriedOut = isCarriedOut
        }
    }

    struct PendingCode {
        var challenge: String
        var redirectURI: String
        var rights: Rights
    }

    /// What a token allows, and whose it is.
    struct Rights: Sendable {
        var scopes: Set<String>
        var user: String
    }

    struct State {
        var playlists: [Playlist] = []
        var requests: [String] = []
        var defects: [String] = []
        var faults: [Fault] = []
        var codes: [String: PendingCode] = [:]
        var accessTokens: [String: Rights] = [:]
        var refreshTokens: [String: Rights] = [:]
        /// Who is at the browser.
        var person = "listener42"
        /// By user id, what those who may not use the app are told, in plain words.
        var barred: [String: String] = [:]
        /// Scopes that the person does not allow.
        var withheld: Set<String> = []
        /// Track ids that do not exist, and whether a refusal names them.
        var dead: Set<String> = []
        var namesDead = true
        /// So many lists of playlists still lack what was made last.
        var lag = 0
        /// By the title searched for, in lower case: what is found.
        var planted: [String: [JSON]] = [:]
        var number = 0
        var unfindable: Set<String> = []
        /// By track id, what searches told.
        var known: [String: (title: String, artist: String)] = [:]
        var recent: [JSON] = []
        var top: [JSON] = []
        var saved: [JSON] = []
        var player = JSON.null
        var rotation = Rotation.replaces
        var refusesSignIn = false
        var remembered: [String] = []
    }

    /// What a refresh gives.
    package enum Rotation: Sendable {
        /// A new refresh token; the old one is dead at once.
        case replaces
        /// A new refresh token; the old one lives on.
        case keepsBoth
        /// None: the old one stays.
        case none
    }

    package let clientID = "0123456789abcdef0123456789abcdef"
    package let ownerID = "listener42"
    let state = Mutex(State())
    private let document: OpenAPIDocument?
    private let server = Mutex<LoopbackServer?>(nil)

    package var apiURL: String { base + "/v1" }
    package var accountsURL: String { base + "/accounts" }
    package var port: UInt16 { server.withLock { $0?.port ?? 0 } }
    private var base: String { server.withLock { $0?.url ?? "" } }

    package init(port: UInt16 = 0) throws {
        let path = SharedFolder.file("spotify/openapi.yml")
        document = FileManager.default.fileExists(atPath: path) ? try OpenAPIDocument(path: path) : nil
        let made = try LoopbackServer(port: port) { [weak self] request in
            self?.serve(request) ?? LoopbackServer.Answer(500)
        }
        server.withLock { $0 = made }
    }

    /// The server does not answer any more.
    package func stop() { server.withLock { $0?.stop() } }

    /// Ends every connection that is kept.
    package func hangUp() { server.withLock { $0?.hangUp() } }

    /// How many connections were ever made.
    package var connectionCount: Int { server.withLock { $0?.connectionCount ?? 0 } }

    /// Whether requests are judged by Spotify's own document (it lies in ../shared).
    package var isJudging: Bool { document != nil }

    /// What was wrong with the requests so far.
    package var defects: [String] { state.withLock { $0.defects } }

    /// `METHOD path` of the requests so far.
    package var requests: [String] { state.withLock { $0.requests } }

    package func forgetRequests() { state.withLock { $0.requests = [] } }

    /// Every playlist ever made.
    package var allPlaylists: [Playlist] { state.withLock { $0.playlists } }

    /// Those the account shows of the person at the browser.
    package var playlists: [Playlist] {
        state.withLock { state in state.playlists.filter { $0.isInLibrary && $0.owner == state.person } }
    }

    package func breakNext(_ fault: Fault) { state.withLock { $0.faults.append(fault) } }

    package func mend() { state.withLock { $0.faults = [] } }

    package func setRotation(_ rotation: Rotation) { state.withLock { $0.rotation = rotation } }

    /// The next sign-in is refused by the person.
    package func refuseSignIn() { state.withLock { $0.refusesSignIn = true } }

    /// What the account tells of its listener: entries as the API sends them.
    package func setTaste(recent: [JSON] = [], top: [JSON] = [], saved: [JSON] = []) {
        state.withLock {
            $0.recent = recent
            $0.top = top
            $0.saved = saved
        }
    }

    /// What `GET /me/player` answers; null for 204.
    package func setPlayer(_ player: JSON) { state.withLock { $0.player = player } }

    /// The person deletes the playlist, which takes it out of their library.
    package func deletePlaylists() {
        state.withLock { state in
            for index in state.playlists.indices { state.playlists[index].isInLibrary = false }
        }
    }

    /// A playlist that the person made; gives its id.
    package func addPlaylist(named name: String) -> String {
        state.withLock { state in
            state.number += 1
            let id = Self.identifier("theirs \(state.number)")
            state.playlists.append(
                Playlist(id: id, name: name, description: "", isPublic: false, owner: state.person))
            return id
        }
    }

    /// A playlist that an earlier run of the daemon made.
    package func plant(playlist id: String, named name: String) {
        state.withLock {
            $0.playlists.append(Playlist(id: id, name: name, description: "", isPublic: false, owner: $0.person))
        }
    }

    /// A token that an earlier run of the daemon was given.
    package func plant(refreshToken: String, scopes: Set<String>) {
        state.withLock { state in
            state.refreshTokens[refreshToken] = Rights(scopes: scopes, user: state.person)
            state.remembered.append(refreshToken)
        }
    }

    /// As if there had never been any.
    package func removePlaylists() { state.withLock { $0.playlists = [] } }

    /// Searches for that title find nothing.
    package func hide(title: String) { state.withLock { _ = $0.unfindable.insert(title.lowercased()) } }

    /// Every access token given so far is refused from now on.
    package func expireAccessTokens() { state.withLock { $0.accessTokens = [:] } }

    /// Every refresh token given so far is dead.
    package func killRefreshTokens() { state.withLock { $0.refreshTokens = [:] } }

    package func isAlive(refreshToken: String) -> Bool { state.withLock { $0.refreshTokens[refreshToken] != nil } }

    /// A pair as a sign-in would give it.
    package func issueTokens(scopes: Set<String>) -> (access: String, refresh: String) {
        state.withLock { state in
            let rights = Rights(scopes: scopes, user: state.person)
            return (Self.issueAccess(rights, &state), Self.issueRefresh(rights, &state))
        }
    }

    static func issueAccess(_ rights: Rights, _ state: inout State) -> String {
        state.number += 1
        let token = "planted-access-\(state.number)-\(UInt64.random(in: 0...UInt64.max))"
        state.accessTokens[token] = rights
        state.remembered.append(token)
        return token
    }

    static func issueRefresh(_ rights: Rights, _ state: inout State) -> String {
        state.number += 1
        let token = "planted-refresh-\(state.number)-\(UInt64.random(in: 0...UInt64.max))"
        state.refreshTokens[token] = rights
        state.remembered.append(token)
        return token
    }

    /// Every secret ever given out: what must appear nowhere.
    package var secrets: [String] { state.withLock { $0.remembered } }

    private func serve(_ request: LoopbackServer.Request) -> LoopbackServer.Answer {
        let fault = state.withLock { state -> Fault? in
            state.requests.append("\(request.method) \(request.path)")
            guard
                let index = state.faults.firstIndex(where: {
                    ($0.method == nil || $0.method == request.method) && request.path.hasPrefix($0.path)
                })
            else { return nil }
            state.faults[index].count -= 1
            let fault = state.faults[index]
            if fault.count <= 0 { state.faults.remove(at: index) }
            return fault
        }
        if let fault, !fault.isCarriedOut { return fault.answer }
        var answer = respond(request)
        if let fault {
            // Carried out, but the answer is lost or spoilt on its way.
            if fault.answer.mishap != .none { answer.mishap = fault.answer.mishap } else { answer = fault.answer }
        }
        return answer
    }

    private func respond(_ request: LoopbackServer.Request) -> LoopbackServer.Answer {
        if request.path.hasPrefix("/accounts/") { return accounts(request, String(request.path.dropFirst(9))) }
        guard request.path.hasPrefix("/v1/") else { return .failure(404, "Not found.") }
        let path = String(request.path.dropFirst(3))
        guard let header = request.headers["authorization"], header.hasPrefix("Bearer ") else {
            return .failure(401, "No token provided")
        }
        let rights = state.withLock { $0.accessTokens[String(header.dropFirst(7))] }
        guard let rights else { return .failure(401, "The access token expired") }
        if let words = state.withLock({ $0.barred[rights.user] }) {
            return LoopbackServer.Answer(403, headers: [("Content-Type", "text/plain")], body: Array(words.utf8))
        }
        if let document {
            let found = document.defects(request, path: path, granted: rights.scopes)
            if !found.isEmpty {
                state.withLock { $0.defects += found }
                return .failure(found.contains { $0.hasSuffix("deprecated") } ? 403 : 400, found[0])
            }
        }
        return api(request, path, rights)
    }

    func note(defect: String) { state.withLock { $0.defects.append(defect) } }
}

extension LoopbackServer.Answer {
    package static func json(_ status: Int, _ json: JSON, headers: [(String, String)] = []) -> Self {
        Self(status, headers: [("Content-Type", "application/json; charset=utf-8")] + headers, body: json.bytes)
    }

    /// An error as the Web API words it.
    package static func failure(_ status: Int, _ message: String, headers: [(String, String)] = []) -> Self {
        .json(
            status, ["error": ["status": .number(Double(status)), "message": .string(message)]], headers: headers)
    }

    /// An error as RFC 6749 words it.
    package static func oauth(_ status: Int, _ error: String) -> Self {
        .json(status, ["error": .string(error), "error_description": "as planted"])
    }

    package static func mishap(_ mishap: LoopbackServer.Mishap) -> Self {
        var answer = Self(200)
        answer.mishap = mishap
        return answer
    }
}
