package import ControlProtocol
package import ControlSocket
import Glibc
import Platform

/// The way to the daemon. Its calls block: each is made on a thread that may.
package struct DaemonLink: Sendable {
    private let locations: [SocketLocation]

    /// A new list for a large catalogue takes a second or two.
    private static let patience = Duration.seconds(30)

    /// The methods that a page may call. It steers what plays and what is learnt, and takes back one thing that was said of
    /// a song or of the mood; no account is signed in or out by it, it changes no settings, and forgets nothing beyond that.
    package static let methods: Set<String> = [
        "GetPlaylist", "GetHistory", "GetOpinions", "GetSongPlane", "Pause", "Resume", "Regenerate", "Play", "Next",
        "Stop", "Feedback", "SetMood", "AutoMood", "ForgetCorrection",
    ]

    /// Whether a page may call that. A correction is forgotten by its number: without one the daemon forgets all.
    package static func allows(_ method: String, _ parameters: JSONObject) -> Bool {
        guard method == "ForgetCorrection" else { return true }
        guard case .integer? = parameters["id"] else { return false }
        return true
    }

    package init(locations: [SocketLocation]) {
        self.locations = locations
    }

    /// How the daemon went.
    enum Departure: Sendable, Hashable {
        /// It said that this was all: it was stopped.
        case goodbye
        /// It was not there at all.
        case absent
        /// The connection broke off, or there was none to be had for another reason.
        case brokenOff
    }

    /// Seconds until a daemon that has gone is looked for again.
    ///
    /// A connection starts a daemon that is started by its socket. One that was stopped is left alone for longer, so
    /// that a person can stop the socket too.
    static func pause(after departure: Departure, before: Double) -> Double {
        switch departure {
        case .goodbye: 10
        case .absent: before
        case .brokenOff: quickPause
        }
    }

    /// The pause before the daemon was seen for the first time.
    static let quickPause = 0.5

    /// Tells the hub what the daemon says, and looks for it again whenever it goes. Does not return.
    package func follow(into hub: PageHub) -> Never {
        var pause = Self.quickPause
        while true {
            let (departure, reason) = followOnce(hub)
            hub.lose(reason)
            pause = Self.pause(after: departure, before: pause)
            var none: [pollfd] = []
            Platform.poll(&none, seconds: pause)
        }
    }

    /// Follows until the daemon goes.
    ///
    /// - Returns: how it did, and why in words.
    func followOnce(_ hub: PageHub) -> (Departure, reason: String) {
        do throws(ControlClientError) {
            var client = try ControlClient.connect(to: locations)
            try client.send(VarlinkCall(method: ControlMethod.monitor.fullName, more: true))
            while true {
                guard let reply = try client.nextReply(timeout: .seconds(3600)) else { continue }
                if let status = reply.parameters["status"] { hub.take(status: status.compactText) }
                guard reply.continues else { return (.goodbye, "emotunesd was stopped") }
            }
        } catch .noDaemon(let paths) {
            return (.absent, ControlClientError.noDaemon(paths: paths).advice)
        } catch {
            return (.brokenOff, error.description)
        }
    }

    /// Calls a method of the interface and waits for its reply.
    package func call(_ method: String, _ parameters: JSONObject) throws(ControlClientError) -> JSONObject {
        if method == "GetOpinions" { return try verdicts() }
        var client = try ControlClient.connect(to: locations)
        try client.send(VarlinkCall(method: "\(ControlInterface.name).\(method)", parameters: parameters))
        return try Self.reply(&client).parameters
    }

    /// What a page shows of all that was said and learnt: of songs what a person said, and every correction. It comes in
    /// parts, since what was heard in years is long; none of that is kept.
    private func verdicts() throws(ControlClientError) -> JSONObject {
        var client = try ControlClient.connect(to: locations)
        try client.send(VarlinkCall(method: ControlMethod.getOpinions.fullName, more: true))
        var said: [JSONValue] = []
        while true {
            let reply = try Self.reply(&client)
            if case .array(let part)? = reply.parameters["opinions"] { said += part.compactMap(Self.verdict) }
            if reply.continues { continue }
            return ["opinions": .array(said), "corrections": reply.parameters["corrections"] ?? .array([])]
        }
    }

    /// What tells a song and what was said of it; nil where nothing was, and it was heard only.
    private static func verdict(_ opinion: JSONValue) -> JSONValue? {
        guard case .object(let object) = opinion, object["verdict"]?.string != OpinionKind.heard.rawValue else {
            return nil
        }
        let shown: Set = ["uri", "title", "artists", "verdict"]
        return .object(JSONObject(object.members.filter { shown.contains($0.name) }))
    }

    private static func reply(_ client: inout ControlClient) throws(ControlClientError) -> VarlinkReply {
        guard let reply = try client.nextReply(timeout: patience) else {
            throw .timeout(seconds: patience / .seconds(1))
        }
        return reply
    }
}
