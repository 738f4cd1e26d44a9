import Foundation
import TestSupport

/// A headless Chromium, driven through its driver (WebDriver: JSON over HTTP).
final class WebBrowser {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let isInstalled = ["chromium", "chromedriver"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
    }
    static let whySkipped = "Debian's chromium and chromium-driver are not installed"

    private let folder: TemporaryFolder
    private let driver: Program
    private var session = ""
    private var port = 0

    /// - Parameters:
    ///   - size: of the window, in CSS pixels.
    ///   - options: Chromium's own.
    init(size: (width: Int, height: Int) = (1200, 1000), options: [String] = []) throws {
        folder = try TemporaryFolder()
        driver = Program(shell: "exec chromedriver --port=0", "chromedriver", [], in: folder)
        try driver.start()
        port = try poll("chromedriver's port") { [driver] in
            driver.outputSoFar.firstMatch(of: /started successfully on port (\d+)/).flatMap { Int($0.1) }
        }
        let all =
            [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--user-data-dir=\(folder.file("profile"))", "--window-size=\(size.width),\(size.height)",
                // Nothing outside this machine is asked.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--no-first-run",
                "--disable-background-networking",
            ] + options
        let reply = try send(
            "POST", "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome", "goog:chromeOptions": ["args": all, "binary": "/usr/bin/chromium"],
                    ]
                ]
            ])
        guard let session = (reply as? [String: Any])?["sessionId"] as? String else {
            throw Failure(description: "no session: \(reply)")
        }
        self.session = session
    }

    deinit {
        if !session.isEmpty { _ = try? send("DELETE", "/session/\(session)", nil) }
        // The session's end has ended the browser; the driver does not go by itself.
        driver.send(SIGKILL)
        _ = try? driver.wait()
    }

    func open(_ address: String) throws { _ = try send("POST", "/session/\(session)/url", ["url": address]) }

    /// Loads the page again, as a person does.
    func reload() throws { _ = try send("POST", "/session/\(session)/refresh", [:]) }

    /// Closes the window, and with it the page.
    func closePage() throws { try open("about:blank") }

    /// What a script returns; `arguments` are its arguments.
    func script(_ text: String, _ arguments: Any...) throws -> Any {
        try send("POST", "/session/\(session)/execute/sync", ["script": text, "args": arguments])
    }

    func text(_ selector: String) throws -> String {
        try script("return document.querySelector(arguments[0])?.textContent ?? ''", selector) as? String ?? ""
    }

    /// Waits until the script returns something true, and gives that.
    @discardableResult func wait(_ what: String, _ text: String, _ arguments: Any...) throws -> Any {
        try poll(what) {
            let value = try send("POST", "/session/\(session)/execute/sync", ["script": text, "args": arguments])
            if let flag = value as? Bool { return flag ? value : nil }
            return value is NSNull || value as? String == "" ? nil : value
        }
    }

    /// Clicks as a person does: what is hidden or covered cannot be.
    func click(_ selector: String) throws {
        let found = try send(
            "POST", "/session/\(session)/element", ["using": "css selector", "value": selector])
        guard let element = (found as? [String: Any])?.values.first as? String else {
            throw Failure(description: "no \(selector): \(found)")
        }
        _ = try send("POST", "/session/\(session)/element/\(element)/click", [:])
    }

    private func poll<Value>(_ what: String, _ look: () throws -> Value?) throws -> Value {
        if let value = try polled(seconds: 60, look) { return value }
        throw Failure(description: "waited in vain for \(what)")
    }

    private func send(_ method: String, _ path: String, _ body: Any?) throws -> Any {
        let data = try body.map { try JSONSerialization.data(withJSONObject: $0) }
        let answer = try LocalServer.ask(method, port: port, path, body: data)
        let value = (try JSONSerialization.jsonObject(with: answer) as? [String: Any])?["value"] ?? NSNull()
        if let error = value as? [String: Any], let word = error["error"] as? String {
            throw Failure(description: "\(method) \(path): \(word): \(error["message"] ?? "")")
        }
        return value
    }
}

/// A request to a server on this machine, waited for. The driver's headers are not what `URLSession` takes.
private enum LocalServer {
    /// The answer's body.
    static func ask(_ method: String, port: Int, _ path: String, body: Data?) throws -> Data {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw WebBrowser.Failure(description: "nobody listens on port \(port)") }
        let head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
            + "Content-Type: application/json; charset=utf-8\r\nContent-Length: \(body?.count ?? 0)\r\n\r\n"
        let message = Array(head.utf8) + (body.map(Array.init) ?? [])
        guard send(descriptor, message, message.count, Int32(MSG_NOSIGNAL)) == message.count else {
            throw WebBrowser.Failure(description: "\(method) \(path) could not be sent")
        }
        var answer = Data(), buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            if let body = whole(answer) { return body }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw WebBrowser.Failure(description: "\(method) \(path) was not answered") }
            answer.append(contentsOf: buffer[..<count])
        }
    }

    /// The body, once all of it is there.
    private static func whole(_ answer: Data) -> Data? {
        guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self).lowercased()
        guard let length = head.firstMatch(of: /content-length: *(\d+)/).flatMap({ Int($0.1) }) else { return nil }
        let body = answer[end.upperBound...]
        return body.count >= length ? body.prefix(length) : nil
    }
}
