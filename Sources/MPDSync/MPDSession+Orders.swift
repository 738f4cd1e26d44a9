import MPDClient
import Publishing
import StateStore

// What a person asks for.
extension MPDSession {
    /// - Returns: what was done, or why not.
    /// - Throws: `MPDError` only where the connection is of no use any more, and `StorageError`.
    func carryOut(
        _ order: PlaybackOrder, _ connection: MPDConnection, _ view: Glance
    ) async throws -> MPDPlayer.Answer {
        do {
            switch order {
            case .play: return try await play(connection, view)
            case .next, .stop:
                guard view.isOurs else {
                    return .failure(.notInUse(view.queue.songs.isEmpty ? Self.nothing : Self.anothers))
                }
                guard view.status.state != .stop else { return .failure(.notInUse(Self.nothing)) }
                try connection.run(order == .next ? "next" : "stop")
                return .success(order == .next ? "MPD goes on to the next song." : "MPD plays nothing any more.")
            }
        } catch let error as MPDError where !error.endsConnection {
            return .failure(
                .failed(
                    error.code == .forbidden
                        ? MPDReport.forbidden(connection.address, error) : "MPD refused: \(error.message)"))
        }
    }

    private static let nothing = "MPD plays nothing"
    private static let anothers =
        "the queue in MPD is another's and is left alone; `emotunesctl play` takes it over"

    /// Makes the queue ours and starts it; one that has the newest playlist already goes on where it is.
    private func play(_ connection: MPDConnection, _ view: Glance) async throws -> MPDPlayer.Answer {
        guard let playlist = try await dependencies.store.latestPlaylist() else { return .failure(.noPlaylistYet) }
        hasStarted = true
        if view.isOurs, own.playlistID == playlist.id {
            switch view.status.state {
            case .play: return .success("MPD plays playlist \(playlist.id) already.")
            case .pause: try connection.run("pause", "0")
            case .stop: try connection.run("play")
            }
            return .success("MPD goes on with playlist \(playlist.id).")
        }
        let songs = try await resolve(playlist, connection)
        guard !songs.isEmpty else {
            return .failure(.notInUse("MPD at \(connection.address) has none of the playlist's songs"))
        }
        try await start(connection, songs, playlist)
        return .success("MPD plays playlist \(playlist.id), for a mood that is \(playlist.mood).")
    }

    private func start(
        _ connection: MPDConnection, _ songs: [SongResolver.Found], _ playlist: PlaylistRecord
    ) async throws {
        try await apply(connection, songs, playlist) { view, uris in
            QueuePlan(view.queue, wanted: uris, ours: own.uris, manner: .play)
        }
        last = nil
    }

    /// Starts the music once, where the settings want that and nothing plays.
    func startIfWanted(_ connection: MPDConnection) async throws {
        guard settings.starts, !hasStarted, let playlist = try await dependencies.store.latestPlaylist() else { return }
        hasStarted = true
        let view = try look(connection)
        guard view.status.state != .play, view.queue.songs.isEmpty || view.isOurs || settings.takesOver else { return }
        if case .failure(let failure) = try await play(connection, view) {
            dependencies.log.trouble("playlist \(playlist.id) was not started: \(failure)")
        }
    }
}
