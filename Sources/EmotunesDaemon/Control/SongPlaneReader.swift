import CatalogueSearch
import ControlProtocol
import Songs
import StateStore
import Synchronization

/// Tells where songs are on the plane of valence and energy, from the catalogue's index, which is in memory.
final class SongPlaneReader: Sendable {
    private struct Counts {
        var revision: Int64
        var counts: [Int]
    }

    private let memory: CatalogueMemory
    /// A large catalogue is counted once, not for every page and playlist.
    private let counted = Mutex<Counts?>(nil)

    /// Fields along each side.
    private static let side = 24

    init(memory: CatalogueMemory) {
        self.memory = memory
    }

    /// - Parameter playlist: the newest; nil where there is none.
    func plane(_ playlist: PlaylistRecord?) -> SongPlane {
        guard let index = memory.index else {
            return SongPlane(side: Self.side, counts: Array(repeating: 0, count: Self.side * Self.side), songs: [])
        }
        let songs = (playlist?.tracks ?? []).enumerated().compactMap { number, track -> SongPlace? in
            guard let id = track.trackID, let row = index.row(trackID: id), index.hasFeatures(row: row) else {
                return nil
            }
            let (valence, energy) = Self.place(row, index)
            return SongPlace(
                position: number + 1, valence: Double((valence * 1000).rounded() / 1000),
                energy: Double((energy * 1000).rounded() / 1000))
        }
        return SongPlane(side: Self.side, counts: counts(index), songs: songs)
    }

    private func counts(_ index: CatalogueIndex) -> [Int] {
        if let known = counted.withLock({ $0 }), known.revision == index.revision { return known.counts }
        var counts = Array(repeating: 0, count: Self.side * Self.side)
        for row in 0..<index.count where index.hasFeatures(row: row) {
            let (valence, energy) = Self.place(row, index)
            counts[Self.field(energy) * Self.side + Self.field(valence)] += 1
        }
        counted.withLock { $0 = Counts(revision: index.revision, counts: counts) }
        return counts
    }

    private static func field(_ fraction: Float) -> Int { min(side - 1, max(0, Int(fraction * Float(side)))) }

    private static func place(_ row: Int, _ index: CatalogueIndex) -> (valence: Float, energy: Float) {
        let sound = index.sound(row: row)
        return (index.scale.fraction(of: sound, .valence), index.scale.fraction(of: sound, .energy))
    }
}
