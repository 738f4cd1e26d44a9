package import Songs

/// Finds the file that holds a track among the names of a music folder's files.
///
/// Read from the names alone: `Artist - Title.ext`, with a track number before it or not, `Artist/Title.ext` and
/// `Artist/Album/NN Title.ext`. Case, accents and punctuation do not matter.
package struct LocalMusicIndex: Sendable, Hashable {
    private let folder: String
    private var paths: [String: String] = [:]

    /// - Parameters:
    ///   - folder: the music folder's absolute path.
    ///   - files: paths below it; where two hold the same track, the one first in the alphabet is taken.
    package init(folder: String, files: [String]) {
        self.folder = folder
        for file in files.sorted() {
            for key in Self.keys(file) where paths[key] == nil { paths[key] = file }
        }
    }

    /// The absolute path of a file that holds the track, by any of its artists; nil if none does.
    package func file(for track: Track) -> String? {
        guard let title = track.title else { return nil }
        for artist in track.artists {
            if let path = paths[NameKey.track(title: title, artist: artist)] { return folder + "/" + path }
        }
        return nil
    }

    /// The absolute path of a file that holds the track with this `NameKey`.
    package func file(named key: String) -> String? { paths[key].map { folder + "/" + $0 } }

    /// Every artist and title the path may stand for: a name alone does not say whether "99 Luftballons" has a number
    /// before it.
    static func keys(_ path: String) -> Set<String> {
        let parts = path.split(separator: "/").map(String.init)
        guard let name = parts.last else { return [] }
        let stem = withoutExtension(name)
        var keys: Set<String> = []
        for stem in [stem, withoutNumber(stem)].compactMap(\.self) {
            if let (artist, title) = split(stem) { keys.insert(NameKey.track(title: title, artist: artist)) }
            for folder in parts.dropLast().suffix(2) {
                keys.insert(NameKey.track(title: stem, artist: folder))
            }
        }
        return keys
    }

    private static func withoutExtension(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// "07 - Title", "7. Title", "1-07 Title" without the number; nil if there is none or nothing after it.
    private static func withoutNumber(_ stem: String) -> String? {
        let rest = stem.drop { $0.isASCII && $0.isNumber || $0 == "-" }
        guard rest.startIndex != stem.startIndex, stem.first?.isNumber == true else { return nil }
        let title = rest.drop { " ._-)".contains($0) }
        return title.isEmpty || rest.startIndex == title.startIndex ? nil : String(title)
    }

    private static func split(_ stem: String) -> (artist: String, title: String)? {
        guard let range = stem.firstRange(of: " - ") else { return nil }
        let artist = stem[..<range.lowerBound]
        let title = stem[range.upperBound...]
        return artist.isEmpty || title.isEmpty ? nil : (String(artist), String(title))
    }
}
