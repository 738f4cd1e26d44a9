import Glibc

/// A place where the control socket may be.
package struct SocketLocation: Sendable, Hashable {
    /// Absolute, but for what `--socket` names.
    package var path: String
    /// The folder belongs to EmoTunes alone (`…/emotunes`), so it is made 0700 even if it exists. No other folder's
    /// permissions are changed.
    package var ownsFolder: Bool
    /// A person named it, so the daemon that answers there is the one they mean.
    package var isChosen: Bool

    package init(path: String, ownsFolder: Bool, isChosen: Bool = false) {
        self.path = path
        self.ownsFolder = ownsFolder
        self.isChosen = isChosen
    }

    /// The user that the folder at a path belongs to; nil where there is no folder.
    package static func folderOwner(_ path: String) -> UInt32? {
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else { return nil }
        return information.st_uid
    }

    /// Whether a client may trust a daemon of the user `answering` at this place: a place that only the client's own user
    /// should be able to serve is theirs or root's.
    func mayBeServed(by answering: UInt32, to uid: UInt32) -> Bool {
        isChosen || self == .system || answering == uid || answering == 0
    }

    /// The socket of the system unit.
    package static let system = SocketLocation(path: "/run/emotunes/control", ownsFolder: true)

    /// Where a daemon listens: `--socket`, else `$XDG_RUNTIME_DIR/emotunes/control`, else (no such variable)
    /// `/run/user/UID/emotunes/control` if the user has that folder, else `STATE/control`.
    ///
    /// - Parameters:
    ///   - explicit: What `--socket` said.
    ///   - stateFolder: The daemon's state folder.
    ///   - owner: The user that an existing folder belongs to; nil where there is none.
    package static func forDaemon(
        explicit: String?, environment: [String: String], uid: UInt32, stateFolder: String,
        owner: (String) -> UInt32? = folderOwner
    ) -> SocketLocation {
        if let explicit { return SocketLocation(path: explicit, ownsFolder: false, isChosen: true) }
        return ofUser(environment: environment, uid: uid, owner: owner)
            ?? SocketLocation(path: stateFolder + "/control", ownsFolder: false)
    }

    /// Where a client looks, in order: `--socket` alone if given, else the places a daemon of this user may have chosen,
    /// then the system unit's socket.
    package static func forClient(
        explicit: String?, environment: [String: String], uid: UInt32, owner: (String) -> UInt32? = folderOwner
    ) -> [SocketLocation] {
        if let explicit { return [SocketLocation(path: explicit, ownsFolder: false, isChosen: true)] }
        let state = stateFolder(environment: environment).map {
            SocketLocation(path: $0 + "/control", ownsFolder: false)
        }
        return [ofUser(environment: environment, uid: uid, owner: owner), state, system].compactMap(\.self)
    }

    /// `$XDG_STATE_HOME/emotunes`, else `~/.local/state/emotunes`; nil without a home.
    package static func stateFolder(environment: [String: String]) -> String? {
        if let state = absolute(environment["XDG_STATE_HOME"]) { return state + "/emotunes" }
        return absolute(environment["HOME"]).map { $0 + "/.local/state/emotunes" }
    }

    private static func ofUser(
        environment: [String: String], uid: UInt32, owner: (String) -> UInt32?
    ) -> SocketLocation? {
        // The XDG rules: the folder must be this user's. With `su` and `sudo -E` the variable is often another one's.
        if let runtime = absolute(environment["XDG_RUNTIME_DIR"]), owner(runtime) ?? uid == uid {
            return SocketLocation(path: runtime + "/emotunes/control", ownsFolder: true)
        }
        guard owner("/run/user/\(uid)") == uid else { return nil }
        return SocketLocation(path: "/run/user/\(uid)/emotunes/control", ownsFolder: true)
    }

    /// The XDG rules: a relative path is as good as none.
    private static func absolute(_ path: String?) -> String? {
        guard var path, path.hasPrefix("/") else { return nil }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
