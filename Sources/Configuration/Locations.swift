/// The places where the daemon and its command look for files: flags first, then the environment, then the standard
/// ones.
package struct Locations: Sendable {
    private let host: Host

    package init(host: Host = .current()) {
        self.host = host
    }

    /// The configuration files in the order in which they take effect: the system's, then the user's, whose keys have
    /// the last word.
    package var configurationFiles: [String] {
        let system = Self.configurationFile(in: host.systemFolder)
        return [system] + [userConfigurationFile].compactMap(\.self).filter { $0 != system }
    }

    /// Whether a file is the machine's own configuration or one of its drop-ins, which every person's daemon reads.
    package func isOfTheMachine(_ path: String) -> Bool {
        Self.isLayer(path, of: Self.configurationFile(in: host.systemFolder))
    }

    /// Whether a daemon that is not told another file reads this one, if it is there.
    package func isRead(_ path: String) -> Bool {
        configurationFiles.contains { Self.isLayer(path, of: $0) }
    }

    /// Whether a path is a configuration file's or that of one of its drop-ins.
    private static func isLayer(_ path: String, of file: String) -> Bool {
        path == file || path.hasPrefix(DropIns.folder(of: file) + "/")
    }

    /// The user's own configuration file, whether it exists or not; nil without a home folder.
    package var userConfigurationFile: String? {
        (folder(fromVariable: "XDG_CONFIG_HOME") ?? home.map { "\($0)/.config" }).map(Self.configurationFile)
    }

    private static func configurationFile(in folder: String) -> String { "\(folder)/emotunes/emotunesd.toml" }

    /// The folder for everything the daemon keeps. It need not exist yet.
    ///
    /// - Parameter flag: what followed `--state-dir`; nil without that flag.
    /// - Throws: ``LocationError`` if there is neither a flag nor a home folder.
    package func stateFolder(flag: String? = nil) throws(LocationError) -> String {
        if let flag {
            guard !flag.isEmpty else { throw LocationError("--state-dir must name a folder") }
            // Absolute, as it is told to processes with another working directory.
            if flag.hasPrefix("/") { return flag }
            return host.currentFolder + (host.currentFolder.hasSuffix("/") ? "" : "/") + flag
        }
        // systemd gives its own folder to a unit with StateDirectory=, as a list with colons between.
        if let given = host.environment["STATE_DIRECTORY"]?.split(separator: ":").first, given.hasPrefix("/") {
            return String(given)
        }
        if let states = folder(fromVariable: "XDG_STATE_HOME") {
            return "\(states)/emotunes"
        }
        guard let home else {
            throw LocationError("there is no home folder to keep state in: set HOME or give --state-dir")
        }
        return "\(home)/.local/state/emotunes"
    }

    /// The program's data.
    ///
    /// - Parameter flag: what followed `--data-dir`; nil without that flag.
    package func dataFolder(flag: String? = nil) -> DataFolder {
        DataFolder(host: host, flag: flag)
    }

    /// A path from the settings with `~/` replaced by the home folder; nil if there is none to put in.
    package func expandingHome(_ path: String) -> String? {
        guard path.hasPrefix("~/") else { return path }
        return home.map { "\($0)/\(path.dropFirst(2))" }
    }

    private var home: String? {
        folder(fromVariable: "HOME") ?? host.home.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// The XDG Base Directory Specification says that relative paths are to be ignored.
    private func folder(fromVariable name: String) -> String? {
        guard let path = host.environment[name], path.hasPrefix("/") else { return nil }
        return path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

/// Why something cannot be found: what it is, every place that was tried, and what to do.
package struct LocationError: Error, Equatable, CustomStringConvertible {
    /// One line, for people.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
