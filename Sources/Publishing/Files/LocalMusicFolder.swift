import FoundationEssentials
import Glibc
package import Storage

/// Lists the music files of a folder.
package enum LocalMusicFolder {
    private static let extensions: Set<String> = [
        "aac", "aif", "aiff", "ape", "flac", "m4a", "mp3", "mpc", "oga", "ogg", "opus", "wav", "wma", "wv",
    ]

    /// Paths below `folder` of all files that look like music. Blocks: meant for start-up and a change of settings.
    ///
    /// Hidden names are passed over, links to folders not followed (they may lead in a circle), folders below that
    /// cannot be read skipped.
    /// - Parameter limit: no more files than this are listed.
    /// - Throws: `StorageError` if `folder` itself cannot be read.
    package static func files(in folder: String, limit: Int = 200_000) throws(StorageError) -> [String] {
        let directory = opendir(folder)
        guard let directory else { throw StorageError(errno: errno, path: folder, doing: "read the music folder") }
        closedir(directory)
        var found: [String] = []
        var pending = [""]
        while let below = pending.popLast(), found.count < limit {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + below)) ?? []
            for name in names where !name.hasPrefix(".") && found.count < limit {
                let path = below.isEmpty ? name : below + "/" + name
                if isFolder(folder + "/" + path) {
                    pending.append(path)
                } else if isMusic(name) {
                    found.append(path)
                }
            }
        }
        return found.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isMusic(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return extensions.contains(name[name.index(after: dot)...].lowercased())
    }
}
