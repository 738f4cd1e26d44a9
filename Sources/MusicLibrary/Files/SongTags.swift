import CTagLib
import Glibc
package import Platform
import Songs

/// What a music file's tags say. Texts have no control characters and no space around them; none is empty.
package struct SongTags: Hashable, Sendable {
    /// The first one first; as the tag parts them, else in one text.
    package var artists: [String] = []
    package var albumArtists: [String] = []
    package var title: String?
    package var album: String?
    package var genres: [String] = []
    /// Of the first release where the tag says it.
    package var year: Int?
    /// Beats per minute.
    package var tempo: Double?
    /// The texts of MOOD.
    package var moods: [String] = []
    /// The musical key, as it is written.
    package var key: String?
    package var isrc: String?
    /// MusicBrainz's ids of the recording and of its artists.
    package var recordingID: String?
    package var artistIDs: [String] = []
    /// What the listener thinks of it, 0 to 1; nil where they have not said.
    package var rating: Double?
    /// How often it was played, as the player that wrote it counts.
    package var plays: Int?
    /// The length of the sound; 0 where it is not known.
    package var milliseconds = 0

    package init() {}

    /// Why a file has no tags that can be read.
    package enum Failure: Error, Hashable, Sendable {
        /// It cannot be opened.
        case unreadable(Errno)
        case empty
        /// It is none of the kinds that can be read, or damaged.
        case damaged
        /// It is made so that reading it takes too much.
        case givenUp
    }

    /// Reads the tags of the file at a path. Blocks.
    package static func reading(_ path: String) -> Result<SongTags, Failure> {
        // A pipe must not be waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return .failure(.unreadable(.last)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(.unreadable(.last)) }
        guard status.st_mode & S_IFMT == S_IFREG else { return .failure(.damaged) }
        if status.st_size == 0 { return .failure(.empty) }
        return collecting { milliseconds, collector in
            CTagLibRead(descriptor, path, &milliseconds, collect, collector)
        }
    }

    /// As `reading`, of a file's content.
    package static func reading(_ bytes: [UInt8], name: String) -> Result<SongTags, Failure> {
        collecting { milliseconds, collector in
            bytes.withUnsafeBufferPointer {
                CTagLibReadMemory($0.baseAddress, $0.count, name, &milliseconds, collect, collector)
            }
        }
    }

    private static func collecting(
        _ read: (inout Int64, UnsafeMutableRawPointer) -> CTagLibOutcome
    ) -> Result<SongTags, Failure> {
        let collector = Collector()
        var milliseconds: Int64 = 0
        let outcome = withExtendedLifetime(collector) {
            read(&milliseconds, Unmanaged.passUnretained(collector).toOpaque())
        }
        switch outcome {
        case .read:
            var tags = collector.tags
            // A longer sound than a day is a damaged header.
            tags.milliseconds = (0...86_400_000).contains(milliseconds) ? Int(milliseconds) : 0
            return .success(tags)
        case .unknown: return .failure(.damaged)
        case .givenUp: return .failure(.givenUp)
        @unknown default: return .failure(.damaged)
        }
    }
}

/// Takes in what the shim tells.
private final class Collector {
    var tags = SongTags()
    /// Of the field with all artists, which is better where it is there.
    private var hasArtists = false

    func take(_ field: CTagLibField, _ text: String) {
        switch field {
        case .artist:
            if !hasArtists { tags.artists.append(text) }
        case .artists:
            if !hasArtists { tags.artists = [] }
            hasArtists = true
            tags.artists.append(text)
        case .albumArtist: tags.albumArtists.append(text)
        case .title: tags.title = tags.title ?? text
        case .album: tags.album = tags.album ?? text
        case .genre: tags.genres.append(text)
        case .originalDate, .date: tags.year = tags.year ?? Self.year(text)
        case .BPM:
            if let tempo = Double(text), (20...400).contains(tempo) { tags.tempo = tags.tempo ?? tempo }
        case .mood: tags.moods.append(text)
        case .key: tags.key = tags.key ?? text
        case .ISRC: tags.isrc = tags.isrc ?? text
        case .recordingID: tags.recordingID = tags.recordingID ?? text
        case .artistID: tags.artistIDs.append(text)
        case .rating: tags.rating = tags.rating ?? Self.rating(text)
        case .popularimeter:
            // One star is 1 by most players, five are 255; in between each has steps of its own, about as far apart.
            if let value = Double(text), (1...255).contains(value) { tags.rating = tags.rating ?? value / 255 }
        case .playCount:
            if let count = Double(text), (0...1e6).contains(count) { tags.plays = max(tags.plays ?? 0, Int(count)) }
        @unknown default: break
        }
    }

    /// FMPS has 0 to 1, with a decimal point; others five stars, or hundredths. A bare 1 is one star.
    private static func rating(_ text: String) -> Double? {
        guard let value = Double(text), value > 0 else { return nil }
        if text.allSatisfy(\.isNumber), value == 1 { return 0.2 }
        switch value {
        case ...1: return value
        case ...5: return value / 5
        case ...10: return value / 10
        case ...100: return value / 100
        default: return nil
        }
    }

    /// The first four figures of a date.
    private static func year(_ text: String) -> Int? {
        Int(text.prefix(4)).flatMap { (1000...2100).contains($0) ? $0 : nil }
    }
}

private let collect: CTagLibSink = { context, field, text, count in
    guard let context else { return }
    let collector = Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
    let bytes = UnsafeRawBufferPointer(start: text, count: count)
    guard let text = cleaned(bytes) else { return }
    collector.take(field, text)
}

/// The text with spaces for control characters, without those around it; nil where nothing is left.
private func cleaned(_ bytes: UnsafeRawBufferPointer) -> String? {
    var text = String(decoding: bytes, as: UTF8.self)
    if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
        text = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
    text = text.trimmed()
    return text.isEmpty ? nil : text
}
