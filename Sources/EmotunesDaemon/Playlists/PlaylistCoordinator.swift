import Emotions
import FoundationEssentials
import Publishing
import StateStore

/// Has playlists made when the mood asks for them, keeps what could not be made yet, and has every target brought up to
/// the newest one.
actor PlaylistCoordinator {
    /// A playlist that is to be made, and the shift that asks for it.
    private struct PendingPlaylist {
        var mood: Emotion
        var shift: MoodShiftRecord?
        var cause: String
        var at: Date
    }

    /// What all of it works with.
    struct Dependencies: Sendable {
        var store: StateStore
        var session: MoodSession
        /// What is asked for, in order.
        var requests: PlaylistRequestQueue
        var status: StatusHub
        var journal: Journal
        /// A recording starts without the playlist that is there, so that it gives the same result every time.
        var isRecording: Bool
        /// Where playlists are made; nil for the pool that tasks share. Choosing reads the
        /// catalogue, and waits for the disk like any reading.
        var reading: (any TaskExecutor)?
        /// For so long a caller who asked for a playlist waits for targets.
        var publishingPatience = Duration.seconds(5)
        var now: @Sendable () -> Date = { Date() }
        /// Is told of every shift, before a list is made for it. Must not block.
        var shifted: @Sendable (MoodShiftRecord) -> Void = { _ in }
        /// Is told of every list that was made, and whether for a shift. Must not block.
        var made: @Sendable (PlaylistRecord, _ isForShift: Bool) -> Void = { _, _ in }
    }

    private let dependencies: Dependencies
    private let health: StorageHealth
    private nonisolated let lanes: [(name: String, lane: PublishingLane)]
    private var maker: PlaylistMaker
    /// The newest one.
    private var playlist: PlaylistRecord?
    /// What could not be made yet, the oldest first.
    private var pending: [PendingPlaylist] = []
    /// One playlist is made at a time, so that none is made twice and the newest is the last.
    private let making = AsyncMutex()

    /// - Parameter maker: makes playlists for `targets`; the names of these stay the same from then on.
    init(_ dependencies: Dependencies, maker: PlaylistMaker) {
        self.dependencies = dependencies
        self.maker = maker
        let health = StorageHealth(status: dependencies.status, journal: dependencies.journal)
        self.health = health
        lanes = maker.targets.map {
            ($0.name, PublishingLane($0, status: dependencies.status, health: health, now: dependencies.now))
        }
    }

    /// Shows the newest playlist, and has every target show it.
    func start(latest: PlaylistRecord?) {
        show(latest)
        showTargets()
        publish()
    }

    /// Works on requests until `finish` is called and none is left, or the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for (_, lane) in lanes { group.addTask { await lane.run() } }
            await dependencies.requests.consume { await take($0) }
            for (_, lane) in lanes { lane.finish() }
        }
    }

    /// Works on what was asked for after `run` has returned; targets follow at the next start.
    func workOffRest() async {
        for request in dependencies.requests.takeAll() { await take(request) }
    }

    /// No more requests are to come.
    nonisolated func finish() { dependencies.requests.finish() }

    /// Returns when every request has been worked on and every target has been asked to show what came of it.
    nonisolated func settled() async {
        await dependencies.requests.drained()
        for (_, lane) in lanes { await lane.settled() }
    }

    /// Returns when no target can do more for the newest playlist now.
    func settleTargets() async {
        for target in maker.targets { await target.settle() }
        await settled()
    }

    private func take(_ request: PlaylistRequest) async {
        switch request {
        case .firstMood(let mood, let date):
            // After a restart the playlist that is there stays; if it does not suit, a shift will follow.
            guard dependencies.isRecording || playlist == nil else { return }
            pending.append(PendingPlaylist(mood: mood, shift: nil, cause: "first mood seen: \(mood)", at: date))
            await makePending()
        case .shift(let shift):
            dependencies.shifted(shift)
            pending.append(
                PendingPlaylist(
                    mood: shift.to, shift: shift, cause: "mood shifted from \(shift.from) to \(shift.to)", at: shift.at)
            )
            await makePending()
        case .named(let mood, let date):
            guard playlist?.mood != mood || !pending.isEmpty else { return }
            pending.append(
                PendingPlaylist(mood: mood, shift: nil, cause: "you said that your mood is \(mood)", at: date))
            await makePending()
        case .playlistChanged:
            await refresh()
        case .listEnds(let date):
            guard let mood = await dependencies.session.mood ?? playlist?.mood else { return }
            pending.append(
                PendingPlaylist(mood: mood, shift: nil, cause: "the list before has come to its last song", at: date))
            await makePending()
            await dependencies.session.playlistWasMade(for: mood)
        case .songsFound:
            publish()
            // A list from before there was any music to play gives way to one that is heard.
            guard let playlist, await maker.isSilent(playlist) else { return }
            pending.append(
                PendingPlaylist(
                    mood: playlist.mood, shift: nil, cause: "your own music was found", at: dependencies.now()))
            await makePending()
        }
    }

    /// Makes one playlist for the newest mood that asks for one, and records every shift up to it; what fails is kept
    /// and tried again, so that no shift is lost to a full disk.
    func makePending() async {
        await making.withLock {
            guard let newest = pending.last else { return }
            do {
                try await make(for: newest.mood, cause: newest.cause, at: newest.at)
                publish()
            } catch is CancellationError {
                // The daemon ends; what is left is worked off then.
            } catch {
                health.report("the playlist for \(newest.mood) is waiting: \(error)")
            }
        }
    }

    /// Makes a playlist that does for everything pending so far. For a caller that holds `making`.
    private func make(for mood: Emotion, cause: String, at date: Date) async throws {
        let settled = pending.count
        let shifts = pending.compactMap(\.shift), maker = maker
        let playlist = try await withTaskExecutorPreference(dependencies.reading) {
            try await maker.make(for: mood, after: shifts, cause: cause, now: date)
        }
        pending.removeFirst(settled)
        show(playlist)
        health.recovered()
        dependencies.journal.playlist(playlist)
        dependencies.made(playlist, !shifts.isEmpty)
    }

    /// Takes over what was changed in the newest playlist after it was made.
    private func refresh() async {
        guard let id = playlist?.id else { return publish() }
        if let fresh = try? await dependencies.store.playlist(id: id), playlist?.id == id { show(fresh) }
        publish()
    }

    private func show(_ playlist: PlaylistRecord?) {
        self.playlist = playlist
        dependencies.status.update { $0.playlist = playlist }
    }

    private func showTargets() {
        let names = Set(maker.targets.filter(\.isEnabled).map(\.name))
        dependencies.status.update { $0.targets = names }
    }

    /// Has every target brought up to the newest playlist, without waiting for it.
    private func publish() {
        for (_, lane) in lanes { lane.wake() }
    }

    /// The same, and returns when it is done, or after some seconds: the playlist itself is recorded, and `status` says
    /// which targets have not come so far.
    private func publishNow() async {
        _ = await Patience.wait(dependencies.publishingPatience) { [lanes] in
            for (_, lane) in lanes { await lane.reconcile() }
        }
    }
}

extension PlaylistCoordinator {
    /// Makes another playlist now, for `mood` or the mood as it stands.
    ///
    /// - Returns: false if no mood was given and none is known.
    /// - Throws: `StorageError` when it cannot be recorded.
    func regenerate(_ mood: Emotion?) async throws -> Bool {
        let present = await dependencies.session.mood
        guard let wanted = mood ?? present ?? playlist?.mood else { return false }
        try await making.withLock {
            try await make(for: wanted, cause: "asked for", at: dependencies.now())
            await dependencies.session.playlistWasMade(for: wanted)
        }
        await publishNow()
        return true
    }

    /// Tries again what could not be written before.
    func retry() async {
        var isNeeded = !pending.isEmpty || dependencies.status.present.trouble != nil
        for (_, lane) in lanes where !isNeeded { isNeeded = await lane.wantsRetry }
        guard isNeeded else { return }
        await makePending()
        if pending.isEmpty, dependencies.status.present.trouble != nil { await tryStore() }
        publish()
    }

    /// Whether the state can be written again, when nothing but the history was lost.
    private func tryStore() async {
        do {
            try await dependencies.store.keepSnapshot(Data(), named: "alive", at: dependencies.now())
            health.recovered()
        } catch {
            health.report("\(error)")
        }
    }

    /// Whether only the person's own music is chosen from.
    func choosesOwnMusic() async -> Bool { await maker.own?.choosable() != nil }

    /// Takes over other settings: how playlists are made, and where they go.
    func reconfigure(_ maker: PlaylistMaker) async {
        self.maker = maker
        showTargets()
        for (name, lane) in lanes {
            if let target = maker.targets.first(where: { $0.name == name }) { await lane.replaceTarget(with: target) }
        }
        await publishNow()
    }
}
