import Catalogue
import CatalogueSearch
import Curation
import FoundationEssentials
import Songs
import Synchronization

/// What was looked up in the catalogue for earlier lists, so that the next need not look again: a week's offers are
/// thousands of tracks.
final class CatalogueMemory: Sendable {
    fileprivate struct Contents {
        var revision: Int64?
        var rows: [TrackIdentity: Int?] = [:]
        var liked: [ListenerKnowledge.Liked] = []
        var profile = TasteProfile()
        /// Keeps a number a track and group of the taste: room that a new one would have to clear first.
        var maker: ShortlistMaker?
        /// The rows of a person's own songs, and of which generation of their library they are.
        var own: (generation: Int, count: Int, rows: RowSet)?
    }

    private let contents = Mutex(Contents())
    private let opened = Mutex<CatalogueIndex?>(nil)

    /// The catalogue's index; nil until it has been opened. All makers of playlists choose by the same one.
    var index: CatalogueIndex? {
        get { opened.withLock { $0 } }
        set { opened.withLock { $0 = newValue } }
    }

    /// More are forgotten all at once; that costs some milliseconds once in a while.
    private static let longest = 20_000

    /// The index's rows of these tracks; those that the catalogue lacks are left out.
    func rows(of identities: [TrackIdentity], _ index: CatalogueIndex, _ catalogue: Catalogue) async throws -> Set<Int>
    {
        let unknown = contents.withLock { contents in
            contents.forgetOther(than: index.revision)
            if contents.rows.count > Self.longest { contents.rows = [:] }
            return identities.filter { contents.rows[$0] == nil }
        }
        let found = unknown.isEmpty ? [] : try await catalogue.ids(of: unknown)
        return contents.withLock { contents in
            for (identity, id) in zip(unknown, found) {
                contents.rows.updateValue(id.flatMap { index.row(trackID: $0) }, forKey: identity)
            }
            return Set(identities.compactMap { contents.rows[$0] ?? nil })
        }
    }

    /// The index's rows of a person's own songs, looked up once for each generation of their library.
    func rows(of tracks: [Int64], generation: Int, _ index: CatalogueIndex) -> RowSet {
        contents.withLock { contents in
            contents.forgetOther(than: index.revision)
            if let own = contents.own, own.generation == generation, own.count == tracks.count { return own.rows }
            let rows = RowSet(tracks.lazy.compactMap { index.row(trackID: $0) }, of: index.count)
            contents.own = (generation, tracks.count, rows)
            return rows
        }
    }

    /// The tracks worth a closer look.
    func shortlist(_ request: ShortlistRequest, _ index: CatalogueIndex) -> Shortlist {
        contents.withLock { contents in
            contents.forgetOther(than: index.revision)
            var maker = contents.maker.take() ?? ShortlistMaker(index)
            defer { contents.maker = maker }
            return maker.shortlist(request)
        }
    }

    /// The taste that these liked tracks make.
    func profile(
        of liked: [ListenerKnowledge.Liked], _ index: CatalogueIndex, _ catalogue: Catalogue
    ) async throws -> TasteProfile {
        let known = contents.withLock { contents in
            contents.forgetOther(than: index.revision)
            return contents.liked == liked ? contents.profile : nil
        }
        if let known { return known }
        let ids = try await catalogue.ids(of: liked.map(\.identity))
        let tracks = Dictionary(try await catalogue.tracks(ids: ids.compactMap(\.self)).map { ($0.id, $0) }) { one, _ in
            one
        }
        let profile = TasteProfile(
            zip(liked, ids).map { liked, id in
                .init(id.flatMap { tracks[$0] } ?? liked.track, weight: liked.weight)
            }, index: index)
        contents.withLock { contents in
            contents.liked = liked
            contents.profile = profile
        }
        return profile
    }
}

extension CatalogueMemory.Contents {
    /// Rows are another catalogue's, or the same one's before an import.
    fileprivate mutating func forgetOther(than revision: Int64) {
        if self.revision != revision { self = Self(revision: revision) }
    }
}
