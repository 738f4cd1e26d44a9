import MPDClient
import StateStore

/// What MPD's clients noted of songs: ratings, and how often they were played. It is taste, and is kept as such.
extension MPDSession {
    /// A taste is told no better by more songs.
    private static let mostSongs = 150
    private static let pause = 3600.0
    private static let songsAtOnce = 50

    /// Reads stickers where that is due: when first connected, and when something is done an hour later.
    ///
    /// - Throws: `MPDError` that ends the connection, `StorageError`.
    func readStickers(_ connection: MPDConnection) async throws {
        guard boot >= stickersAt else { return }
        stickersAt = boot + Self.pause
        var taste = StickerTaste()
        for name in StickerTaste.names {
            let answer = Result { () throws(MPDError) in try connection.run("sticker", "find", "song", "", name) }
            switch answer {
            case .success(let pairs): taste.add(name, pairs)
            case .failure(let error) where error.endsConnection: throw error
            // This MPD keeps none.
            case .failure: return
            }
        }
        let weights = Array(taste.weighed.prefix(Self.mostSongs))
        var songs: [PlayerTasteRecord.Song] = []
        for part in stride(from: 0, to: weights.count, by: Self.songsAtOnce) {
            let wanted = weights[part..<min(part + Self.songsAtOnce, weights.count)]
            let found = try find(wanted.map(\.uri), connection)
            let byURI = Dictionary(found.map { ($0.uri, $0) }) { first, _ in first }
            for one in wanted {
                guard let song = byURI[one.uri], let title = song.title, !song.artists.isEmpty else { continue }
                songs.append(
                    .init(title: title, artists: song.artists, weight: one.weight, isRated: one.isRated))
            }
        }
        try await dependencies.store.keepPlayerTaste(PlayerTasteRecord(songs: songs), at: now)
    }

    /// What MPD says of songs; those that it refuses to find are left out.
    private func find(_ uris: [String], _ connection: MPDConnection) throws(MPDError) -> [MPDSong] {
        do throws(MPDError) {
            return MPDSong.all(in: try connection.run(list: uris.map { ["find", "file", $0] }))
        } catch {
            guard !error.endsConnection else { throw error }
        }
        // One that is refused must not cost the others.
        var found: [MPDSong] = []
        for uri in uris {
            do throws(MPDError) {
                found += MPDSong.all(in: try connection.run("find", "file", uri))
            } catch {
                guard !error.endsConnection else { throw error }
            }
        }
        return found
    }
}

/// The stickers of all songs, weighed.
struct StickerTaste {
    /// A song, and what its stickers say: -1, hated, to 1, loved or played most.
    struct Weighed: Hashable {
        var uri: String
        var weight: Double
        var isRated: Bool
    }

    /// By which names clients note ratings (0 to 10), likes (0, 1 or 2) and plays.
    static let names = ["rating", "like", "playcount", "playCount"]

    private var ratings: [String: Double] = [:]
    private var plays: [String: Int] = [:]

    /// Takes in the answer to a search for stickers of that name.
    mutating func add(_ name: String, _ pairs: [MPDPair]) {
        var uri: String?
        for pair in pairs {
            if pair.name == "file" { uri = pair.value }
            guard pair.name == "sticker", let song = uri, pair.value.hasPrefix(name + "="),
                let value = Double(pair.value.dropFirst(name.count + 1))
            else { continue }
            switch name {
            case "rating":
                // None is 0.
                if (1...10).contains(value) { ratings[song] = (value - 5) / 5 }
            case "like":
                if [0, 2].contains(value) { ratings[song] = ratings[song] ?? (value - 1) }
            default:
                if (1...1e6).contains(value) { plays[song] = max(plays[song] ?? 0, Int(value)) }
            }
        }
    }

    /// The songs that say something, those that say most first.
    var weighed: [Weighed] {
        let highest = plays.values.max() ?? 0
        var all = ratings.filter { abs($0.value) >= 0.25 }.map { Weighed(uri: $0.key, weight: $0.value, isRated: true) }
        // Once or twice is trying it.
        for (uri, count) in plays where ratings[uri] == nil && count > 2 {
            all.append(
                Weighed(uri: uri, weight: 0.3 + 0.5 * Double(count) / Double(highest), isRated: false))
        }
        return all.sorted { (-abs($0.weight), $0.uri) < (-abs($1.weight), $1.uri) }
    }
}
