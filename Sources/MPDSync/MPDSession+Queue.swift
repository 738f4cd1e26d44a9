import FoundationEssentials
import MPDClient
import Publishing
import Songs
import StateStore

/// MPD's player and queue at one moment.
struct Glance {
    var status: MPDStatus
    var queue: QueueView
    var isOurs: Bool
    /// When, by the boot clock.
    var at: Double
}

// What MPD plays, and what it is to play.
extension MPDSession {
    func look(_ connection: MPDConnection) throws(MPDError) -> Glance {
        let status = MPDStatus(try connection.run("status"))
        var songs: [QueueView.Song] = []
        if status.length <= Self.longestQueue {
            songs = MPDSong.all(in: try connection.run("playlistinfo")).compactMap { song in
                song.id.map { QueueView.Song(id: $0, uri: song.uri) }
            }
        } else if let id = status.songID {
            // Another's for certain; what is on is enough to know.
            songs = [QueueView.Song(id: id, uri: "")]
        }
        let queue = QueueView(
            songs: songs, currentID: status.songID, hasBegun: status.state != .stop, isPlaying: status.state == .play)
        return Glance(status: status, queue: queue, isOurs: queue.isOurs(own.uris), at: boot)
    }

    // MARK: Publishing

    /// Brings stored playlist and queue up to the newest wish.
    func publish(_ connection: MPDConnection, _ view: Glance) async throws {
        try await ledger.wishForNewest(at: now, again: false)
        if try await mayKnowMore() { try await ledger.wishForNewest(at: now, again: true) }
        guard let (record, playlist) = try await ledger.openWish() else {
            (waitsUntil, publishTrouble) = (nil, nil)
            return
        }
        if let trouble = publishTrouble {
            if trouble.playlist == record.playlistID, boot < trouble.retryAt { return }
            publishTrouble = nil
        }
        guard !isAboutToEnd(view) else { return }
        let songs = try await resolve(playlist, connection)
        guard !songs.isEmpty else {
            return try await refuse(playlist, Self.noneFound(connection.address))
        }
        storedTrouble = try StoredPlaylist.write(songs.map(\.uri), to: connection)
        // What was found out may be old: looking for twenty songs takes a moment.
        let fresh = try look(connection)
        guard !isAboutToEnd(fresh) else { return }
        if fresh.isOurs || settings.takesOver, settings.follow != .off {
            try await follow(connection, fresh, songs, playlist)
        } else if let storedTrouble {
            return try await refuse(playlist, storedTrouble)
        }
        _ = try await ledger.notePublished(record, detail: "", url: nil, at: now)
    }

    /// Notes that the playlist cannot be shown for now.
    private func refuse(_ playlist: PlaylistRecord, _ trouble: String) async throws {
        publishTrouble = (playlist.id, boot + 60)
        say(trouble)
        try await ledger.noteTrouble(.failed, trouble, at: now)
    }

    private static func noneFound(_ address: MPDAddress) -> String {
        "MPD at \(address) has none of the songs in its database; add their folder to its music_directory and say "
            + "“mpc update”, or name MPD's music folder in music.folders"
    }

    /// Whether MPD, or the library, may know songs now that it did not know when they were looked for.
    private func mayKnowMore() async throws -> Bool {
        guard let found, found.count < found.of, try await ledger.record()?.playlistID == found.playlist else {
            return false
        }
        return hasNewDatabase || dependencies.files()?.generation != filesGeneration
    }

    /// A song that ends between the look at the queue and its change would have its follower cut off.
    private func isAboutToEnd(_ view: Glance) -> Bool {
        guard settings.follow == .next, view.isOurs, view.status.state == .play, let elapsed = view.status.elapsed,
            let duration = view.status.duration, duration > 3, waitsUntil == nil
        else {
            waitsUntil = nil
            return false
        }
        let left = duration - elapsed
        guard left < 1 else { return false }
        waitsUntil = boot + max(0, left) + 0.3
        return true
    }

    func resolve(_ playlist: PlaylistRecord, _ connection: MPDConnection) async throws -> [SongResolver.Found] {
        let source = dependencies.files()
        filesGeneration = source?.generation
        let files = await source?.files(of: playlist.tracks.map(\.identity)) ?? []
        var resolver = try SongResolver(connection)
        let songs = try resolver.resolve(playlist.tracks, files)
        found = (playlist.id, songs.count, playlist.tracks.count)
        // MPD's own database may be older than the files. Asked once: it says when it has looked.
        for path in resolver.unknownPaths where askedPaths.insert(path).inserted {
            do throws(MPDError) {
                try connection.run("update", path)
            } catch {
                if error.endsConnection { throw error }
            }
        }
        return songs
    }

    private func follow(
        _ connection: MPDConnection, _ view: Glance, _ songs: [SongResolver.Found], _ playlist: PlaylistRecord
    ) async throws {
        if view.isOurs, own.playlistID == playlist.id {
            // Only what was not known before is new.
            let known = own.uris
            let missing = songs.filter { !known.contains($0.uri) && !known.contains(Self.path($0.uri)) }
            guard !missing.isEmpty else { return }
            try await apply(connection, missing, playlist) { _, uris in QueuePlan(adding: uris) }
        } else {
            let manner: QueuePlan.Manner = settings.follow == .now ? .now : .next
            try await apply(connection, songs, playlist) { view, uris in
                QueuePlan(
                    view.queue, wanted: uris, ours: own.uris, manner: manner, takesOver: settings.takesOver)
            }
            // A song that is cut off by us was not skipped by the listener.
            if manner == .now { last = nil }
        }
    }

    /// MPD calls a file outside its music folder by its path alone.
    private static func path(_ uri: String) -> String {
        uri.hasPrefix("file://") ? String(uri.dropFirst(7)) : uri
    }

    /// Carries out a plan, and keeps what is ours from then on. A song that MPD turns out not to take is left out.
    func apply(
        _ connection: MPDConnection, _ songs: [SongResolver.Found], _ playlist: PlaylistRecord,
        plan: (Glance, [String]) -> QueuePlan
    ) async throws {
        var songs = songs
        while true {
            let view = try look(connection), ids: [Int]
            let plan = plan(view, songs.map(\.uri))
            do throws(MPDError) {
                let answer = try connection.run(list: plan.commands)
                ids = answer.compactMap { $0.name == "Id" ? Int($0.value) : nil }
            } catch {
                guard !error.endsConnection, error.code != .forbidden, let uri = plan.addition(at: error.index)
                else { throw error }
                songs.removeAll { $0.uri == uri }
                found?.count -= 1
                guard !songs.isEmpty else { throw error }
                continue
            }
            return try await keep(connection, plan, ids, songs, playlist)
        }
    }

    private func keep(
        _ connection: MPDConnection, _ plan: QueuePlan, _ ids: [Int], _ songs: [SongResolver.Found],
        _ playlist: PlaylistRecord
    ) async throws {
        let view = try look(connection)
        // MPD has names of its own for what it was given.
        let names = Dictionary(view.queue.songs.map { ($0.id, $0.uri) }) { $1 }
        let tracks = Dictionary(songs.map { ($0.uri, $0.track) }) { first, _ in first }
        var given: [(uri: String, track: RecordedTrack)] = []
        for (uri, id) in zip(plan.additions, ids) {
            if let track = tracks[uri] { given.append((names[id] ?? uri, track)) }
        }
        own.prune(to: view.queue)
        own.add(given, of: playlist)
        try await dependencies.store.keepDurably(
            try JSONEncoder().encode(own), named: OwnSongs.snapshotName, at: now)
    }

    // MARK: Listening

    /// Notes a skip or a repeat since the last look, if there was one.
    func learn(_ view: Glance) async throws {
        let before = last
        note(view)
        guard settings.learns, let before, let last, view.status.error == nil, let finding = last.finding(since: before)
        else { return }
        let (uri, step) =
            switch finding {
            case .skipped(let uri): (uri, -1)
            case .repeated(let uri): (uri, 1)
            }
        guard let song = own.song(uri) else { return }
        try await dependencies.store.noteHeard(
            FeedbackRecord(
                identity: song.identity, title: song.title, artists: song.artists, verdict: .heard,
                songMood: song.songMood, mood: song.mood, at: now), step: step)
    }

    /// Remembers what is on, as far as it is ours.
    func note(_ view: Glance) {
        last = nil
        guard view.isOurs, view.queue.hasBegun, view.status.error == nil, let current = view.queue.current,
            let elapsed = view.status.elapsed, let duration = view.status.duration
        else { return }
        last = QueueLook(
            at: view.at, id: current.id, uri: current.uri, progress: elapsed, length: duration,
            isPlaying: view.queue.isPlaying)
    }

    /// Has another playlist made when the last song of the newest one has begun: the music goes on.
    func tellOfTheEnd(_ view: Glance) async {
        guard view.isOurs, settings.follow != .off, view.status.state == .play, !view.status.isRandom,
            !view.status.isRepeating, let id = own.playlistID, toldEndOf != id,
            view.queue.currentID == view.queue.songs.last?.id,
            let record = try? await ledger.record(), record.playlistID == id, record.state == .published
        else { return }
        toldEndOf = id
        dependencies.send(.listEnds)
    }
}
