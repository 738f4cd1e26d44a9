import CLinux
import Glibc

/// The process at the other end of a connection, as the kernel knows it.
package struct PeerCredentials: Sendable, Hashable {
    /// Its process id.
    package var pid: Int32
    /// Its effective user id when it connected.
    package var uid: UInt32
    /// Its effective group id when it connected.
    package var gid: UInt32

    package init(pid: Int32, uid: UInt32, gid: UInt32) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
    }

    /// Nil if the kernel does not say.
    init?(socket: Int32) {
        var peer = emotunes_peer()
        guard emotunes_peer_credentials(socket, &peer) == 0 else { return nil }
        self.init(pid: peer.pid, uid: peer.uid, gid: peer.gid)
    }
}

/// Whose call is being answered.
package enum ControlCaller {
    /// Nil where the call came by no socket.
    @TaskLocal package static var current: PeerCredentials?
}

/// The peers that the server serves.
package struct ControlAccess: Sendable {
    /// Whether that peer is served.
    package let admits: @Sendable (PeerCredentials) -> Bool

    /// - Parameter admits: whether that peer is served.
    package init(admits: @escaping @Sendable (PeerCredentials) -> Bool) {
        self.admits = admits
    }

    /// The user the daemon runs as, and root.
    package static func owner(_ uid: UInt32 = getuid()) -> ControlAccess {
        ControlAccess { $0.uid == uid || $0.uid == 0 }
    }

    /// Everyone the socket's file mode lets in: for a system unit whose socket belongs to a group.
    package static let fileMode = ControlAccess { _ in true }
}
