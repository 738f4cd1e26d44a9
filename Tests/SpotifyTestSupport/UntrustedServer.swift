import Foundation
import Glibc
import TestSupport

/// An HTTPS server on this machine whose certificate no authority has signed: `openssl s_server`.
package final class UntrustedServer: Sendable {
    /// Without a slash at the end.
    package let url: String
    private let folder: TemporaryFolder
    private let pid: pid_t
    /// What it says goes here; a server whose output is closed would end.
    private let output: Int32

    /// Nil where the program openssl is not installed. The server listens when this returns.
    package init?() throws {
        let places = ["/usr/bin/openssl", "/usr/local/bin/openssl"]
        guard let openssl = places.first(where: { access($0, X_OK) == 0 }) else { return nil }
        folder = try TemporaryFolder()
        let maker = Process()
        maker.executableURL = URL(fileURLWithPath: openssl)
        maker.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
            "subjectAltName=IP:127.0.0.1", "-keyout", folder.file("key"), "-out", folder.file("certificate"),
        ]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()
        guard maker.terminationStatus == 0 else { throw SocketTrouble(number: maker.terminationStatus) }

        // The port of a listener just closed is free.
        let probe = try LoopbackServer { _ in LoopbackServer.Answer(200) }
        let port = probe.port
        probe.stop()
        url = "https://127.0.0.1:\(port)"
        let server = Process()
        server.executableURL = URL(fileURLWithPath: openssl)
        server.arguments = [
            "s_server", "-accept", "127.0.0.1:\(port)", "-key", folder.file("key"), "-cert", folder.file("certificate"),
            "-www",
        ]
        // It says ACCEPT once it listens.
        let output = Pipe()
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        server.standardInput = Pipe()
        try server.run()
        pid = server.processIdentifier
        self.output = dup(output.fileHandleForReading.fileDescriptor)
        var said = ""
        while !said.contains("ACCEPT") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw SocketTrouble(number: ECONNREFUSED) }
            said += String(decoding: more, as: UTF8.self)
        }
    }

    deinit {
        kill(pid, SIGTERM)
        close(output)
    }
}
