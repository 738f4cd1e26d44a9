import CCurl

/// Owns one of curl's easy handles and with it the connection it keeps.
struct CurlHandle: ~Copyable {
    private let raw: UnsafeMutableRawPointer?
    private let userAgent: String
    private let limits: CurlTransport.Limits

    private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    init(userAgent: String, limits: CurlTransport.Limits) {
        raw = Self.library == CURLE_OK ? curl_easy_init() : nil
        self.userAgent = userAgent
        self.limits = limits
    }

    deinit {
        if let raw { curl_easy_cleanup(raw) }
    }

    mutating func perform(_ request: HTTPRequest, _ interruption: Interruption) -> Result<HTTPResponse, HTTPFailure> {
        guard let raw else { return .failure(HTTPFailure(.other, "libcurl cannot be used")) }
        guard !interruption.wasRaised else { return .failure(HTTPFailure(.cancelled, "cancelled")) }
        // Forgets the options of the last request; the connection stays.
        curl_easy_reset(raw)
        let transfer = CurlTransfer(limit: limits.bodyBytes, interruption: interruption)
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        var all = request.headers
        // Without this curl asks for permission before longer bodies and waits a second.
        all["Expect"] = ""
        for (name, value) in all.sorted(by: { $0.key < $1.key }) {
            guard !value.contains(where: \.isNewline) else {
                return .failure(HTTPFailure(.other, "a header may hold no line break"))
            }
            headers = curl_slist_append(headers, value.isEmpty ? "\(name):" : "\(name): \(value)")
        }
        guard configure(raw, request), emotunes_curl_set_list(raw, CURLOPT_HTTPHEADER, headers) == CURLE_OK else {
            return .failure(HTTPFailure(.other, "this libcurl lacks what is needed"))
        }
        let code = withExtendedLifetime(transfer) {
            transfer.attach(to: raw)
            guard let body = request.body else { return curl_easy_perform(raw) }
            return body.withUnsafeBytes { bytes in
                // curl takes a null pointer for "read it from a callback".
                let start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
                let set = emotunes_curl_set_body(raw, start, bytes.count)
                return set == CURLE_OK ? curl_easy_perform(raw) : set
            }
        }
        guard code == CURLE_OK else { return .failure(transfer.failure(code)) }
        var status = 0
        emotunes_curl_get_number(raw, CURLINFO_RESPONSE_CODE, &status)
        return .success(HTTPResponse(status: status, headers: transfer.headers, body: transfer.body))
    }

    private func configure(_ raw: UnsafeMutableRawPointer, _ request: HTTPRequest) -> Bool {
        let isPlain = request.url.lowercased().hasPrefix("http:")
        var numbers: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_NOPROGRESS, 0), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_TCP_KEEPALIVE, 1),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
            (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
            (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            (CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connecting * 1000)),
            (CURLOPT_TIMEOUT_MS, Int(limits.total * 1000)),
        ]
        if request.body != nil { numbers.append((CURLOPT_POST, 1)) }
        // On a kept connection that breaks curl sends the request once more by itself. That is welcome but for what must
        // not happen twice: a playlist made, a refresh token spent.
        if request.method == "POST" { numbers.append((CURLOPT_FRESH_CONNECT, 1)) }
        var texts: [(CURLoption, String)] = [
            (CURLOPT_URL, request.url), (CURLOPT_CUSTOMREQUEST, request.method), (CURLOPT_USERAGENT, userAgent),
            (CURLOPT_PROTOCOLS_STR, isPlain ? "http" : "https"), (CURLOPT_ACCEPT_ENCODING, "gzip"),
        ]
        // What stays on this machine must not go through a proxy, unencrypted as it is.
        if isPlain { texts.append((CURLOPT_NOPROXY, "*")) }
        return numbers.allSatisfy { emotunes_curl_set_number(raw, $0.0, $0.1) == CURLE_OK }
            && texts.allSatisfy { emotunes_curl_set_text(raw, $0.0, $0.1) == CURLE_OK }
    }
}
