import Foundation
import Glibc
package import SpotifyWebAPI

/// A person with a browser: goes where the address leads and reads the last page.
package enum ScriptedBrowser {
    /// Follows redirects until something else comes; gives status and page.
    package static func visit(_ url: String) throws -> (status: Int, page: String) {
        var url = url
        for _ in 0..<5 {
            let answer = try get(url)
            guard (300..<400).contains(answer.status), let next = answer.headers["location"] else {
                return (answer.status, String(decoding: answer.body, as: UTF8.self))
            }
            url = next
        }
        throw SocketTrouble(number: ELOOP)
    }

    /// One request to this machine.
    package static func get(_ url: String) throws -> HTTPResponse {
        guard let parts = URLComponents(string: url), let port = parts.port else { throw SocketTrouble(number: EINVAL) }
        let descriptor = try connect(url)
        defer { close(descriptor) }
        let target = parts.percentEncodedPath + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
        let text = "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"
        _ = text.withCString { send(descriptor, $0, strlen($0), Int32(0x4000)) }
        return try read(descriptor)
    }

    /// A connection over which nothing has been said yet; the caller closes it.
    package static func connect(_ url: String) throws -> Int32 {
        guard let port = URLComponents(string: url)?.port else { throw SocketTrouble(number: EINVAL) }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            let number = errno
            close(descriptor)
            throw SocketTrouble(number: number)
        }
        return descriptor
    }

    private static func read(_ descriptor: Int32) throws -> HTTPResponse {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = bytes.firstRange(of: [13, 10, 13, 10]) {
                var response = head(bytes[..<end.lowerBound])
                let length = response.headers["content-length"].flatMap { Int($0) } ?? 0
                if bytes.count >= end.upperBound + length {
                    response.body = Array(bytes[end.upperBound..<end.upperBound + length])
                    return response
                }
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw SocketTrouble(number: ECONNRESET) }
            bytes += buffer.prefix(count)
        }
    }

    private static func head(_ bytes: ArraySlice<UInt8>) -> HTTPResponse {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        var response = HTTPResponse(status: 0)
        response.status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            response.headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return response
    }
}
