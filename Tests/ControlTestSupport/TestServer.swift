package import ControlSocket
package import TestSupport

/// A server on a socket in a folder of its own, with a scripted daemon behind it.
package final class TestServer {
    package let service = ScriptedService()
    package let folder: TemporaryFolder
    package let path: String
    private let server: ControlServer

    package init(limits: ServerLimits = ServerLimits(), access: ControlAccess = .owner()) throws {
        folder = try TemporaryFolder()
        path = folder.file("run/control")
        let listener = try ListeningSocket.bind(SocketLocation(path: path, ownsFolder: true))
        server = try ControlServer.start(
            on: listener, service: service, identity: ServiceIdentity(version: "1.2.3"), limits: limits, access: access)
    }

    /// Another one in the place of one that was stopped.
    package init(at path: String) throws {
        folder = try TemporaryFolder()
        self.path = path
        let listener = try ListeningSocket.bind(SocketLocation(path: path, ownsFolder: true))
        server = try ControlServer.start(
            on: listener, service: service, identity: ServiceIdentity(version: "1.2.3"), limits: ServerLimits(),
            access: .owner())
    }

    deinit { server.stop() }

    package func stop() { server.stop() }

    package func connect() throws(ControlClientError) -> ControlClient {
        try ControlClient.connect(to: [SocketLocation(path: path, ownsFolder: false)])
    }

    package func connectRaw() throws -> RawConnection { try RawConnection(path: path) }
}
