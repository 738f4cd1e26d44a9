import FoundationEssentials

/// JSON that names songs: JSPF playlists, and what ListenBrainz exports of listens and feedback, as one array or a line each.
enum ListensJSON {
    private struct Playlist: Decodable {
        struct Body: Decodable { var track: [Lenient<Track>]? }
        struct Track: Decodable {
            var title: String?
            var creator: String?
        }
        var playlist: Body
    }

    private struct Listen: Decodable {
        struct Metadata: Decodable {
            var artist: String?
            var title: String?

            enum CodingKeys: String, CodingKey {
                case artist = "artist_name"
                case title = "track_name"
            }
        }
        var track: Metadata?
        /// Of feedback: 1 loved, -1 hated.
        var score: Int?

        enum CodingKeys: String, CodingKey {
            case score
            case track = "track_metadata"
        }
    }

    /// An element that may be something else: it costs only itself.
    private struct Lenient<Value: Decodable>: Decodable {
        var value: Value?

        init(from decoder: any Decoder) throws { value = try? Value(from: decoder) }
    }

    /// - Returns: false where it is none of these.
    static func read(_ bytes: [UInt8], into collector: inout TasteFile.Collector) -> Bool {
        let decoder = JSONDecoder()
        let data = Data(bytes)
        if let list = try? decoder.decode(Playlist.self, from: data) {
            for track in list.playlist.track ?? [] {
                collector.add(artist: track.value?.creator, title: track.value?.title)
            }
            return true
        }
        if let listens = try? decoder.decode([Lenient<Listen>].self, from: data) {
            return add(listens.map(\.value), to: &collector)
        }
        let lines = bytes.split(separator: 0x0A).filter { $0.contains { $0 > 0x20 } }
        return add(lines.map { try? decoder.decode(Listen.self, from: Data($0)) }, to: &collector)
    }

    private static func add(_ listens: [Listen?], to collector: inout TasteFile.Collector) -> Bool {
        guard listens.contains(where: { $0?.track != nil }) else { return false }
        for listen in listens {
            let said = listen?.score.flatMap { $0 == 0 ? nil : Double(min(max($0, -1), 1)) }
            collector.add(
                artist: listen?.track?.artist, title: listen?.track?.title, said: said)
        }
        return true
    }
}
