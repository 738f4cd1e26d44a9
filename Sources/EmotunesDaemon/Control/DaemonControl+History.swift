import ControlProtocol
import FoundationEssentials
import Songs
import StateStore

// What was, and the playlists.
extension DaemonControl {
    private static let detailsPatience = Duration.seconds(2)

    func playlist(id: Int?) async throws(ControlFailure) -> Playlist {
        let playlist = try await record(id)
        // Without the covers if they cannot be read, or not now.
        let ids = playlist.tracks.compactMap(\.identity.spotifyID)
        let details = await Patience.wait(Self.detailsPatience) { [store] in try? await store.details(of: ids) }
        return playlist.wire((details ?? nil) ?? [:])
    }

    private func record(_ id: Int?) async throws(ControlFailure) -> PlaylistRecord {
        let newest = hub.present.playlist
        guard let id, Int64(id) != newest?.id else {
            guard let newest else { throw .noPlaylistYet }
            return newest
        }
        do {
            if let record = try await store.playlist(id: Int64(id)) { return record }
        } catch {
            throw .because(error)
        }
        throw .failed("there is no playlist \(id)", mend: "emotunesctl history")
    }

    func history(
        _ query: HistoryQuery, after position: HistoryPosition?, count: Int
    ) async throws(ControlFailure) -> HistoryPart {
        let end = query.to.map { Date(timeIntervalSince1970: $0.secondsSince1970) }
        let begin =
            query.from.map { Date(timeIntervalSince1970: $0.secondsSince1970) }
            ?? (end ?? Date()).addingTimeInterval(-HistoryQuery.usualSeconds)
        do {
            let (history, next) = try await store.history(
                from: begin, to: end, limit: query.limit, after: position.map(HistoryCursor.init), count: count)
            return HistoryPart(history: history.wire, next: next?.position)
        } catch {
            throw .because(error)
        }
    }
}
