import FoundationEssentials
package import Storage

/// `playlist.xspf` and `playlist.m3u8` in a folder, each replaced as a whole.
package struct PlaylistFiles: Sendable {
    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    package var xspfPath: String { folder + "/playlist.xspf" }
    package var m3u8Path: String { folder + "/playlist.m3u8" }

    /// Whether both files are there.
    package var exist: Bool {
        FileManager.default.fileExists(atPath: xspfPath) && FileManager.default.fileExists(atPath: m3u8Path)
    }

    /// Writes both files; a reader meets the old ones or the new ones, never a part. Blocks for two flushes to disk.
    /// - Throws: `StorageError` with what to do; the file it names, and a later one, are as they were.
    package func write(_ document: PlaylistDocument) throws(StorageError) {
        try Folder.create(folder)
        try AtomicFile.replace(xspfPath, with: Array(XSPF.text(document).utf8))
        try AtomicFile.replace(m3u8Path, with: Array(M3U8.text(document).utf8))
    }
}
