package import ControlProtocol
package import ControlSocket
import Glibc
import Platform

/// The way to the daemon. Its calls block: each is made on a thread that may.
package struct DaemonLink: Sendable {
    private let locations: [SocketLocation]

    /// Seconds until a daemon that has gone is looked for again.
    private static let retryPause = 0.5
    /// A new list for a large catalogue takes a second or two.
    private static let patience = Duration.seconds(30)

    /// The methods that a page may call. It steers what plays and what is learnt; it signs nobody in or out, changes no
    /// settings and forgets nothing.
    package static let methods: Set<String> = [
        "GetPlaylist", "GetHistory", "GetOpinions", "GetSongPlane", "Pause", "Resume", "Regenerate", "Play", "Next",
        "Stop", "Feedback", "SetMood", "AutoMood", "ForgetCorrection",
    ]

    package init(locations: [SocketLocation]) {
        self.locations = locations
    }

    /// Tells the hub what the daemon says, and looks for it again whenever it goes. Does not return.
    package func follow(into hub: PageHub) -> Never {
        while true {
            hub.lose(followOnce(hub))
            var none: [pollfd] = []
            Platform.poll(&none, seconds: Self.retryPause)
        }
    }

    /// Follows until the daemon goes.
    ///
    /// - Returns: why it did.
    private func followOnce(_ hub: PageHub) -> String {
        do throws(ControlClientError) {
            var client = try ControlClient.connect(to: locations)
            try client.send(VarlinkCall(method: ControlMethod.monitor.fullName, more: true))
            while true {
                guard let reply = try client.nextReply(timeout: .seconds(3600)) else { continue }
                if let status = reply.parameters["status"] { hub.take(status: status.compactText) }
                guard reply.continues else { return "emotunesd was stopped" }
            }
        } catch {
            return error.description
        }
    }

    /// Calls a method of the interface and waits for its reply.
    package func call(_ method: String, _ parameters: JSONObject) throws(ControlClientError) -> JSONObject {
        var client = try ControlClient.connect(to: locations)
        try client.send(VarlinkCall(method: "\(ControlInterface.name).\(method)", parameters: parameters))
        guard let reply = try client.nextReply(timeout: Self.patience) else {
            throw .timeout(seconds: Self.patience / .seconds(1))
        }
        return reply.parameters
    }
}
