import ControlSocket
import FoundationEssentials
import Glibc
import SystemIntegration

/// The control socket the daemon serves: one the service manager passed, or one of its own making.
struct Listening {
    let socket: ListeningSocket
    /// Who may ask: the daemon's own user, except that the socket of the system unit belongs to a group.
    let access: ControlAccess
    /// The service manager started the daemon because of a call on the socket, which is no wish for the camera.
    let wasStartedByCall: Bool

    /// - Parameters:
    ///   - explicit: what `--socket` said.
    ///   - passed: what the service manager has opened.
    /// - Throws: `ListenError` if neither can be listened on, or another daemon answers there.
    init(explicit: String?, passed: [PassedDescriptor], stateFolder: String) throws(ListenError) {
        let location = SocketLocation.forDaemon(
            explicit: explicit, environment: ProcessInfo.processInfo.environment, uid: getuid(),
            stateFolder: stateFolder)
        let belongsToGroup = location.path == SocketLocation.system.path
        access = belongsToGroup ? .fileMode : .owner()
        if let passed = passed.first {
            socket = try ListeningSocket.adopting(passed.descriptor)
            // A socket is also passed to a service that is started in its own right; then no caller waits at it.
            wasStartedByCall = socket.hasCallers
        } else {
            socket = try ListeningSocket.bind(location, permissions: belongsToGroup ? .ownerAndGroup : .owner)
            wasStartedByCall = false
        }
    }
}
