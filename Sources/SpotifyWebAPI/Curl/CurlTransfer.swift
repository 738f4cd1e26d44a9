import CCurl

/// What one transfer gathers while curl runs; used on the thread that runs it only.
final class CurlTransfer {
    private(set) var headers: [String: String] = [:]
    private(set) var body: [UInt8] = []
    private var isTooLarge = false
    private let limit: Int
    private let interruption: Interruption

    init(limit: Int, interruption: Interruption) {
        self.limit = limit
        self.interruption = interruption
    }

    /// Has curl call this object until the transfer ends; keep it alive that long.
    func attach(to raw: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        emotunes_curl_set_sink(
            raw, CURLOPT_WRITEFUNCTION,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                    .takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
            }, CURLOPT_WRITEDATA, context)
        emotunes_curl_set_sink(
            raw, CURLOPT_HEADERFUNCTION,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                    .takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
            }, CURLOPT_HEADERDATA, context)
        emotunes_curl_set_progress(
            raw,
            { context, _, _, _, _ in
                guard let context else { return 1 }
                return Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().interruption.wasRaised ? 1 : 0
            }, context)
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= limit else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // A proxy's answer, or "continue", comes before the real one.
            headers = [:]
        } else if headers.count < 200, let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0.isWhitespace }
            headers[line[..<colon].lowercased()] = String(value.prefix { !$0.isNewline })
        }
        return bytes.count
    }

    /// What a failed transfer's code means.
    func failure(_ code: CURLcode) -> HTTPFailure {
        if isTooLarge { return HTTPFailure(.tooLarge, "the answer was longer than \(limit >> 20) MiB") }
        let kind: HTTPFailure.Code =
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT: .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
                .certificate
            case CURLE_ABORTED_BY_CALLBACK: .cancelled
            case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
                CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_UNSUPPORTED_PROTOCOL:
                .cut
            default: .other
            }
        // curl's own long text would name address and query.
        return HTTPFailure(kind, String(cString: curl_easy_strerror(code)).lowercased())
    }
}
