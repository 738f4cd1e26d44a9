import Foundation
import Synchronization
import TestSupport

/// Speaks MPD's protocol as far as a test wants it to: as a stopped, empty MPD (`plain`), with stickers, or not at all.
final class ScriptedServer: Sendable {
    /// What it answers to certain commands, by how they begin; nil: nothing at all, for ever.
    typealias Answers = @Sendable (_ command: String) -> String?

    let path: String
    private let descriptor: Int32
    private let heard = Mutex<[String]>([])

    /// - Parameter welcome: what it says to each connection first.
    init(in folder: TemporaryFolder, welcome: String = "OK MPD 0.23.5\n", _ answers: @escaping Answers) throws {
        path = folder.file("scripted")
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0, listen(descriptor, 8) == 0 else { throw FolderError(number: errno) }
        let listening = descriptor
        Thread { [self] in
            while case let client = accept(listening, nil, nil), client >= 0 {
                Thread { [self] in serve(client, welcome, answers) }.start()
            }
        }.start()
    }

    deinit { stop() }

    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// How often a command that begins so was heard; "" counts connections.
    func count(_ command: String) -> Int {
        heard.withLock { $0.count { command.isEmpty ? $0.isEmpty : $0.hasPrefix(command) } }
    }

    private func serve(_ client: Int32, _ welcome: String, _ answers: Answers) {
        defer { close(client) }
        heard.withLock { $0.append("") }
        say(welcome, to: client)
        var rest = Data(), isInList = false
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(client, &buffer, buffer.count, 0), count > 0 {
            rest += buffer.prefix(count)
            while let end = rest.firstIndex(of: 0x0A) {
                let command = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
                rest = Data(rest[rest.index(after: end)...])
                heard.withLock { $0.append(command) }
                if command.hasPrefix("command_list") { isInList = command.contains("begin") }
                guard !isInList, command != "idle", !command.hasPrefix("idle ") else { continue }
                if let answer = answers(command) { say(answer, to: client) }
            }
        }
    }

    private func say(_ text: String, to client: Int32) {
        let bytes = Array(text.utf8)
        _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// As an MPD that plays nothing.
    static func plain(_ command: String) -> String {
        command.hasPrefix("status")
            ? "repeat: 0\nrandom: 0\nsingle: 0\nconsume: 0\nplaylistlength: 0\nstate: stop\nOK\n" : "OK\n"
    }
}
