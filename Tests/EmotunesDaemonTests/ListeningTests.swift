import ControlSocket
import Foundation
import TestSupport
import Testing

@testable import EmotunesDaemon
@testable import SystemIntegration

@Suite struct ListeningTests {
    /// A socket as the service manager would pass it; a client that connects waits.
    private func listeningSocket(at path: String) throws -> PassedDescriptor {
        let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(withAddress(path) { bind(raw, $0, $1) } == 0)
        #expect(listen(raw, 5) == 0)
        return PassedDescriptor(descriptor: raw, name: "emotunesd.socket")
    }

    private func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    @Test func aPassedSocketIsServedAndNothingElseMade() throws {
        try withTemporaryFolder { folder in
            let passed = try listeningSocket(at: folder + "/passed")
            let listening = try Listening(explicit: folder + "/own", passed: [passed], stateFolder: folder)
            #expect(!listening.wasStartedByCall)
            #expect(!FileManager.default.fileExists(atPath: folder + "/own"))
        }
    }

    @Test func connectionThatWaitsAtAPassedSocketMeansStartedByCall() throws {
        try withTemporaryFolder { folder in
            let passed = try listeningSocket(at: folder + "/passed")
            let caller = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(caller) }
            #expect(withAddress(folder + "/passed") { connect(caller, $0, $1) } == 0)
            #expect(try Listening(explicit: nil, passed: [passed], stateFolder: folder).wasStartedByCall)
        }
    }

    @Test func withoutAPassedSocketTheDaemonBindsItsOwn() throws {
        try withTemporaryFolder { folder in
            let listening = try Listening(explicit: folder + "/own", passed: [], stateFolder: folder)
            #expect(!listening.wasStartedByCall)
            #expect(FileManager.default.fileExists(atPath: folder + "/own"))
        }
    }
}
