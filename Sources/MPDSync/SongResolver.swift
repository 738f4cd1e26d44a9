import Glibc
import MPDClient
import Publishing
import Songs
import StateStore

/// Finds out what MPD calls a song: by its path below MPD's music folder, over a local socket also by its absolute path,
/// else by its tags.
struct SongResolver {
    /// A song of a playlist as MPD knows it.
    struct Found: Hashable, Sendable {
        /// What is asked for.
        var uri: String
        var track: RecordedTrack
    }

    private let connection: MPDConnection
    /// MPD's music folder, as MPD names it and without links; none where it tells no one, as over the network.
    private let folders: [String]
    /// What stands before the paths that MPD, on another machine perhaps, knows below its own folder.
    private var knownPrefix: String?
    /// Files below MPD's music folder that its database lacks.
    private(set) var unknownPaths: [String] = []

    /// Songs with one title, or by one artist, of which that many are looked at.
    private static let titleWindow = "0:200", artistWindow = "0:2000"

    init(_ connection: MPDConnection) throws(MPDError) {
        self.connection = connection
        var folder: String?
        if connection.address.isLocal {
            do throws(MPDError) {
                folder = try connection.run("config").first { $0.name == "music_directory" }?.value
            } catch {
                // It is told to local clients that may control MPD only.
                if error.endsConnection { throw error }
            }
        }
        folders = Self.spellings(folder)
    }

    private static func spellings(_ folder: String?) -> [String] {
        guard var folder, folder.hasPrefix("/") else { return [] }
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        guard let real = realpath(folder, nil) else { return [folder] }
        defer { free(real) }
        return [folder, String(cString: real)]
    }

    /// What MPD knows of these, in their order, none twice.
    ///
    /// - Parameter files: for each track the file that holds it, as far as known.
    mutating func resolve(_ tracks: [RecordedTrack], _ files: [SongFile?]) throws(MPDError) -> [Found] {
        unknownPaths = []
        var found: [Found] = []
        for (index, track) in tracks.enumerated() {
            let file = files.indices.contains(index) ? files[index] : nil
            guard let uri = try uri(of: track, file), !found.contains(where: { $0.uri == uri }) else { continue }
            found.append(Found(uri: uri, track: track))
        }
        return found
    }

    private mutating func uri(of track: RecordedTrack, _ file: SongFile?) throws(MPDError) -> String? {
        if let file, let uri = try uri(of: file) { return uri }
        let titles = [file?.title, track.title].compactMap(\.self)
        let artists = (file?.artists ?? []) + track.artists
        guard let title = titles.first, let artist = artists.first else { return nil }
        let wanted = (Set(titles.map(NameKey.fold)), Set(artists.map(NameKey.fold)))
        if let uri = try search("title", title, Self.titleWindow, wanted) { return uri }
        // The title may be spelt another way there: then the artist's songs are looked through.
        return try search("artist", artist, Self.artistWindow, wanted)
    }

    private func search(
        _ tag: String, _ word: String, _ window: String, _ wanted: (titles: Set<String>, artists: Set<String>)
    ) throws(MPDError) -> String? {
        try tolerant { connection throws(MPDError) in
            MPDSong.all(in: try connection.run("search", tag, word, "window", window)).first { song in
                song.title.map { wanted.titles.contains(NameKey.fold($0)) } == true
                    && song.artists.contains { wanted.artists.contains(NameKey.fold($0)) }
            }?.uri
        }
    }

    private mutating func uri(of file: SongFile) throws(MPDError) -> String? {
        for folder in folders where file.path.hasPrefix(folder + "/") {
            let path = String(file.path.dropFirst(folder.utf8.count + 1))
            if try knows(path, file) { return path }
            unknownPaths.append(path)
            return nil
        }
        if connection.address.isLocal {
            let uri = "file://" + file.path
            return try knows(uri, nil) ? uri : nil
        }
        if let knownPrefix, file.path.hasPrefix(knownPrefix) {
            let path = String(file.path.dropFirst(knownPrefix.count))
            if try knows(path, file) { return path }
        }
        for path in Self.endings(of: file) where try knows(path, file) {
            knownPrefix = String(file.path.dropLast(path.count))
            return path
        }
        return nil
    }

    /// The paths by which an MPD may know a file whose own music folder is not known, the likeliest first.
    static func endings(of file: SongFile) -> [String] {
        let parts = file.path.split(separator: "/")
        // A bare name could be any file's.
        let tails = (0...max(0, parts.count - 2)).map { parts.dropFirst($0).joined(separator: "/") }
        let own = file.relativePath
        return [own] + tails.filter { $0 != own }
    }

    /// Whether MPD has a song under that name, and not quite another one.
    private func knows(_ uri: String, _ file: SongFile?) throws(MPDError) -> Bool {
        try tolerant { connection throws(MPDError) in
            guard let song = MPDSong.all(in: try connection.run("lsinfo", uri)).first else { return nil }
            guard let title = song.title, let expected = file?.title else { return uri }
            return NameKey.fold(title) == NameKey.fold(expected) ? uri : nil
        } != nil
    }

    /// What MPD does not have, or cannot say, is nothing.
    private func tolerant(
        _ body: (MPDConnection) throws(MPDError) -> String?
    ) throws(MPDError) -> String? {
        do throws(MPDError) {
            return try body(connection)
        } catch {
            if error.endsConnection || error.code == .forbidden { throw error }
            return nil
        }
    }
}
