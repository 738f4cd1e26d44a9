import CCurl
import Dispatch
package import Platform
import Synchronization

/// HTTP over libcurl: one connection kept open, HTTP/2 where offered, certificates always checked, gzip, the proxy the
/// environment names.
///
/// Requests go one after the other on a queue of their own: curl waits in system calls.
package final class CurlTransport: HTTPTransport {
    /// How long and how much a request may take.
    package struct Limits: Sendable {
        /// Seconds until the connection stands.
        package var connecting = 10.0
        /// Seconds for the whole request.
        package var total = 30.0
        /// Bytes of an answer's body, unpacked.
        package var bodyBytes = 8 << 20

        /// The limits as documented at each.
        package init() {}
    }

    private let queue = DispatchQueue(label: "spotify-http")
    private let handle: Mutex<CurlHandle>
    private let calls: OpenCalls

    /// - Parameters:
    ///   - userAgent: sent as `User-Agent` with every request.
    ///   - calls: has the request that is under way, so that a server that hangs can be named.
    package init(userAgent: String, limits: Limits = Limits(), calls: OpenCalls = OpenCalls()) {
        self.calls = calls
        handle = Mutex(CurlHandle(userAgent: userAgent, limits: limits))
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let interruption = Interruption()
        let result: Result<HTTPResponse, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { [self] in
                    let result = calls.during(Peer(.server, Self.host(of: request.url))) {
                        handle.withLock { $0.perform(request, interruption) }
                    }
                    continuation.resume(returning: result)
                }
            }
        } onCancel: {
            interruption.raise()
        }
        return try result.get()
    }

    /// The host an address names, with its port if it has one.
    private static func host(of url: String) -> String {
        let afterScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return String(afterScheme.prefix { !"/?#".contains($0) })
    }
}

/// Asks a running transfer to end.
final class Interruption: Sendable {
    private let isRaised = Atomic(false)

    func raise() { isRaised.store(true, ordering: .relaxed) }

    var wasRaised: Bool { isRaised.load(ordering: .relaxed) }
}
