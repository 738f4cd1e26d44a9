package import Songs

/// Says which files hold songs: what a person has of their own, so that a list is heard without an account.
///
/// The daemon's music library fulfils it. Every target that plays files, or names them, asks it for each list it shows.
package protocol SongFiles: Sendable {
    /// For each identity a file that holds that song, nil where none is known.
    ///
    /// Answers from what the last scan found and touches no music folder, so that a folder that hangs holds up no list.
    func files(of identities: [TrackIdentity]) async -> [SongFile?]

    /// Another number than before where files were found, moved or lost since: what a target shows may then be old.
    var generation: Int { get }
}

/// A file that holds a song, and what it says of itself.
package struct SongFile: Hashable, Sendable {
    /// The file's absolute path, with links as they were followed; not a URI.
    package var path: String
    /// The folder of `music.folders` it was found in, an absolute path without a slash at its end: `path` begins with it.
    package var folder: String
    /// From the tag, else from the name; nil where neither says.
    package var title: String?
    /// From the tag, else from the name, the first one first.
    package var artists: [String]
    package var album: String?
    package var durationMilliseconds: Int?

    package init(
        path: String, folder: String, title: String?, artists: [String], album: String? = nil,
        durationMilliseconds: Int? = nil
    ) {
        self.path = path
        self.folder = folder
        self.title = title
        self.artists = artists
        self.album = album
        self.durationMilliseconds = durationMilliseconds
    }

    /// The path below `folder`, as a player whose own folder that is knows the file.
    package var relativePath: String {
        path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
    }
}
