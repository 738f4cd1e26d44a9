import FoundationEssentials
import Glibc
import Songs
import Storage
import Tables

/// A list of songs that tells of a taste: a playlist, a table, or what a service exports of what was heard and loved.
///
/// M3U, XSPF and JSPF; ListenBrainz' listens and feedback; Last.fm's scrobbles; any table that the catalogue reads.
package struct TasteFile: Sendable {
    /// A song of it.
    package struct Song: Hashable, Sendable {
        package var title: String
        package var artists: [String]
        /// -1, hated, to 1, loved or heard most.
        package var weight: Double
    }

    /// The heaviest first, at most `most`.
    package var songs: [Song]
    /// How many different songs it has.
    package var total: Int
    /// How many of its entries do not say whose song they are.
    package var unknown: Int

    /// A taste is told no better by more.
    package static let most = 1000
    /// Of a longer file in another form than a table, nothing is read.
    private static let longest = 256 << 20
    /// What a song is worth that is in a list once, and at least where others were heard more often.
    private static let once = 0.7, least = 0.4

    /// - Throws: `StorageError` where it cannot be read, `ImportError` where it is no list of songs.
    package init(reading path: String) throws {
        var collector = Collector()
        // Opened once: what a pipe has given does not come again.
        let file = try TableBytes(path: path)
        if try !Self.readText(path, file, into: &collector) { try Self.readTable(path, file, into: &collector) }
        guard !collector.songs.isEmpty else {
            throw ImportError(.empty, path, "names no song by artist and title")
        }
        unknown = collector.unknown
        total = collector.songs.count
        let highest = collector.songs.values.map(\.count).max() ?? 1
        let weighed = collector.songs.values.map { entry -> (song: Song, order: Int) in
            var weight = Self.once
            if highest > 1 {
                let share = log(1 + Double(entry.count)) / log(1 + Double(highest))
                weight = Self.least + (1 - Self.least) * share
            }
            if let said = entry.said { weight = said }
            return (Song(title: entry.title, artists: entry.artists, weight: weight), entry.order)
        }
        songs = weighed.sorted { (-abs($0.song.weight), $0.order) < (-abs($1.song.weight), $1.order) }
            .prefix(Self.most).map(\.song)
    }

    /// Counts songs.
    struct Collector {
        struct Entry {
            var title: String
            var artists: [String]
            var count = 0
            var said: Double?
            var order: Int
        }

        var songs: [String: Entry] = [:]
        var unknown = 0
        /// Different songs that are kept while counting.
        private static let most = 500_000

        /// - Parameter said: loved 1, hated -1; nil: it was heard, or is in a list.
        mutating func add(artist: String?, title: String?, said: Double? = nil) {
            let title = Self.clean(title)
            // Several stand side by side as in tables; commas belong to names.
            let artists = (artist ?? "").split(separator: ";").compactMap { Self.clean(String($0)) }
            guard let title, !artists.isEmpty, let key = NameKey.track(title: title, artists: artists) else {
                unknown += 1
                return
            }
            guard songs[key] != nil || songs.count < Self.most else { return }
            var entry = songs[key] ?? Entry(title: title, artists: artists, order: songs.count)
            entry.count += 1
            entry.said = said ?? entry.said
            songs[key] = entry
        }

        private static func clean(_ text: String?) -> String? {
            guard let text else { return nil }
            let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
            let clean = String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
            return clean.isEmpty ? nil : String(clean.prefix(300))
        }
    }

    // MARK: Which form

    /// - Returns: false where it is none of the forms that are no tables.
    private static func readText(
        _ path: String, _ file: TableBytes, into collector: inout Collector
    ) throws -> Bool {
        let start = try file.piece()
        var head = start[...]
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head = head.dropFirst(3) }
        head = head.drop { $0 <= 0x20 }
        let name = path.lowercased()
        let isPlaylist = name.hasSuffix(".m3u") || name.hasSuffix(".m3u8") || head.starts(with: Array("#EXTM3U".utf8))
        guard isPlaylist || [UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "[")].contains(head.first ?? 0) else {
            try file.rewind(isLooking: true)
            return false
        }
        let bytes = try whole(path, file)
        if isPlaylist {
            PlaylistText.readM3U(bytes, into: &collector)
        } else if head.first == UInt8(ascii: "<") {
            PlaylistText.readXSPF(bytes, into: &collector)
        } else {
            guard ListensJSON.read(bytes, into: &collector) else {
                throw ImportError(.unknownColumns, path, "is JSON, but neither JSPF nor an export of ListenBrainz")
            }
        }
        return true
    }

    private static func whole(_ path: String, _ file: TableBytes) throws -> [UInt8] {
        try file.rewind(isLooking: false)
        var bytes: [UInt8] = []
        while true {
            let piece = try file.piece()
            if piece.isEmpty { return bytes }
            bytes += piece
            guard bytes.count <= longest else {
                throw ImportError(.binary, path, "is longer than \(longest >> 20) MiB; import a part of it")
            }
        }
    }

    private static func readTable(_ path: String, _ bytes: TableBytes, into collector: inout Collector) throws {
        do {
            let file = try TrackTableFile(opening: path, opened: bytes)
            var record = CSVRecord()
            var draft = TrackDraft()
            var notes = RowNotes()
            while let step = try file.read(into: &record) {
                guard file.take(step, record, into: &draft, &notes) else { continue }
                let artists = draft.artists.split(separator: NameList.separatorByte).map {
                    String(decoding: $0, as: UTF8.self)
                }
                collector.add(
                    artist: artists.joined(separator: "; "), title: String(decoding: draft.title, as: UTF8.self))
            }
        } catch let error as ImportError where error.code == .unknownColumns {
            // Last.fm's scrobbles come without a header from some programs.
            guard try readScrobbles(path, bytes, into: &collector) else { throw error }
        }
    }

    /// Lines of artist, album, title and the time of a play.
    private static func readScrobbles(
        _ path: String, _ file: TableBytes, into collector: inout Collector
    ) throws -> Bool {
        let bytes = try whole(path, file)
        var pieces = [bytes][...]
        var reader = CSVReader(delimiter: UInt8(ascii: ","), escapesWithBackslash: false) { pieces.popFirst() ?? [] }
        var record = CSVRecord()
        var rows = 0
        while let step = try reader.read(into: &record) {
            guard case .record = step else { continue }
            func text(_ index: Int) -> String { record[index] ?? "" }
            guard record.count == 4, text(3).isEmpty || text(3).contains(where: \.isNumber) else {
                // One odd line at most: what it is not would be read as taste.
                if rows == 0 { return false }
                collector.unknown += 1
                continue
            }
            rows += 1
            collector.add(artist: text(0), title: text(2))
        }
        return rows > 0
    }
}
