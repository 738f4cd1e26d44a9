/// A place where the control socket may be.
package struct SocketLocation: Sendable, Hashable {
    /// Absolute, but for what `--socket` names.
    package var path: String
    /// The folder belongs to EmoTunes alone (`…/emotunes`), so it is made 0700 even if it exists. No other folder's
    /// permissions are changed.
    package var ownsFolder: Bool

    package init(path: String, ownsFolder: Bool) {
        self.path = path
        self.ownsFolder = ownsFolder
    }

    /// The socket of the system unit.
    package static let system = SocketLocation(path: "/run/emotunes/control", ownsFolder: true)

    /// Where a daemon listens: `--socket`, else `$XDG_RUNTIME_DIR/emotunes/control`, else (no such variable)
    /// `/run/user/UID/emotunes/control` if the user has that folder, else `STATE/control`.
    ///
    /// - Parameters:
    ///   - explicit: What `--socket` said.
    ///   - stateFolder: The daemon's state folder.
    ///   - folderExists: Whether a path is an existing folder.
    package static func forDaemon(
        explicit: String?, environment: [String: String], uid: UInt32, stateFolder: String,
        folderExists: (String) -> Bool
    ) -> SocketLocation {
        if let explicit { return SocketLocation(path: explicit, ownsFolder: false) }
        return ofUser(environment: environment, uid: uid, folderExists: folderExists)
            ?? SocketLocation(path: stateFolder + "/control", ownsFolder: false)
    }

    /// Where a client looks, in order: `--socket` alone if given, else the places a daemon of this user may have chosen,
    /// then the system unit's socket.
    package static func forClient(
        explicit: String?, environment: [String: String], uid: UInt32, folderExists: (String) -> Bool
    ) -> [SocketLocation] {
        if let explicit { return [SocketLocation(path: explicit, ownsFolder: false)] }
        let state = stateFolder(environment: environment).map {
            SocketLocation(path: $0 + "/control", ownsFolder: false)
        }
        return [ofUser(environment: environment, uid: uid, folderExists: folderExists), state, system].compactMap(
            \.self)
    }

    /// `$XDG_STATE_HOME/emotunes`, else `~/.local/state/emotunes`; nil without a home.
    package static func stateFolder(environment: [String: String]) -> String? {
        if let state = absolute(environment["XDG_STATE_HOME"]) { return state + "/emotunes" }
        return absolute(environment["HOME"]).map { $0 + "/.local/state/emotunes" }
    }

    private static func ofUser(
        environment: [String: String], uid: UInt32, folderExists: (String) -> Bool
    ) -> SocketLocation? {
        if let runtime = absolute(environment["XDG_RUNTIME_DIR"]) {
            return SocketLocation(path: runtime + "/emotunes/control", ownsFolder: true)
        }
        guard folderExists("/run/user/\(uid)") else { return nil }
        return SocketLocation(path: "/run/user/\(uid)/emotunes/control", ownsFolder: true)
    }

    /// The XDG rules: a relative path is as good as none.
    private static func absolute(_ path: String?) -> String? {
        guard var path, path.hasPrefix("/") else { return nil }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
