import CCurl
import Dispatch
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

    /// - Parameter userAgent: sent as `User-Agent` with every request.
    package init(userAgent: String, limits: Limits = Limits()) {
        handle = Mutex(CurlHandle(userAgent: userAgent, limits: limits))
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let interruption = Interruption()
        let result: Result<HTTPResponse, HTTPFailure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { [self] in
                    continuation.resume(returning: handle.withLock { $0.perform(request, interruption) })
                }
            }
        } onCancel: {
            interruption.raise()
        }
        return try result.get()
    }
}

/// Asks a running transfer to end.
final class Interruption: Sendable {
    private let isRaised = Atomic(false)

    func raise() { isRaised.store(true, ordering: .relaxed) }

    var wasRaised: Bool { isRaised.load(ordering: .relaxed) }
}
