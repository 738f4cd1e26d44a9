import ControlProtocol
import ControlSocket
import Emotions
import FoundationEssentials
import MusicLibrary
import Platform
import Publishing
import Songs
import SpotifySync
import SpotifyWebAPI
import StateStore
import Synchronization
import SystemIntegration
import VideoCapture

/// Answers the control socket: decodes nothing, asks the parts that know, and holds no more than a pause's timer.
final class DaemonControl: ControlService {
    let session: MoodSession
    let coordinator: PlaylistCoordinator
    let hub: StatusHub
    let watch: WatchControl
    let store: StateStore
    private let account: SpotifyAccount
    private let playback: Playback
    private let library: MusicLibrary?
    private let plane: SongPlaneReader
    /// How many of these tracks the catalogue knows.
    let known: @Sendable ([TrackIdentity]) async throws -> Int
    private let startedAt = ContinuousClock.now
    private let resumed: @Sendable () -> Void
    private let inForce: @Sendable () -> SettingsListing
    private let reloading: @Sendable () async throws(ControlFailure) -> Void
    private let nowPlaying: @Sendable () async -> PlayingTrack?
    private let timer = Mutex(PauseTimer())
    let correcting = AsyncMutex()
    /// Asks the disk too, which may hang: `status` must answer all the same, and say so.
    private let process: LatestAnswer<ProcessStatus>
    /// Seconds that `status` waits for that.
    private static let processPatience = 0.3
    /// Measuring costs more than all the rest of a status, and a client that follows gets several in a second.
    private static let processInterval = Duration.seconds(10)

    private struct PauseTimer {
        /// Ends a timed pause.
        var task: Task<Void, Never>?
        /// Rises with every pause and every end of one, so that an old pause's timer ends no newer one.
        var pauses = 0
    }

    init(
        session: MoodSession, coordinator: PlaylistCoordinator, hub: StatusHub, watch: WatchControl,
        store: StateStore, account: SpotifyAccount, playback: Playback = Playback(players: []),
        library: MusicLibrary? = nil, memory: CatalogueMemory = CatalogueMemory(),
        known: @escaping @Sendable ([TrackIdentity]) async throws -> Int = { _ in 0 },
        resumed: @escaping @Sendable () -> Void,
        nowPlaying: @escaping @Sendable () async -> PlayingTrack? = PlayingTrack.current,
        configuration: @escaping @Sendable () -> SettingsListing,
        reloading: @escaping @Sendable () async throws(ControlFailure) -> Void
    ) {
        self.session = session
        self.coordinator = coordinator
        self.hub = hub
        self.watch = watch
        self.store = store
        self.account = account
        self.playback = playback
        self.library = library
        plane = SongPlaneReader(memory: memory)
        self.known = known
        self.resumed = resumed
        inForce = configuration
        self.reloading = reloading
        self.nowPlaying = nowPlaying
        process = LatestAnswer(label: "process-status") { .present(databaseBytes: store.bytesOnDisk) }
    }

    func status() async -> Status { status(await process.ask(patience: Self.processPatience).value) }

    private func status(_ process: ProcessStatus?) -> Status {
        let uptime = (ContinuousClock.now - startedAt).components
        return StatusTranslation(
            present: hub.present,
            uptimeSeconds: Double(uptime.seconds) + (Double(uptime.attoseconds) * 1e-18 * 10).rounded() / 10,
            process: process, library: library?.state ?? LibraryState()
        ).status
    }

    func statusChanges() async -> AsyncStream<Status> {
        let ticks = hub.changes()
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task { [weak self] in
                var measured: (process: ProcessStatus?, at: ContinuousClock.Instant)?
                for await _ in ticks {
                    guard let self else { break }
                    let now = ContinuousClock.now
                    if measured.map({ now - $0.at > Self.processInterval }) ?? true {
                        measured = (await process.ask(patience: Self.processPatience).value, now)
                    }
                    continuation.yield(status(measured?.process))
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    func songPlane() async throws(ControlFailure) -> SongPlane { plane.plane(hub.present.playlist) }

    func pause(seconds: Int?) async throws(ControlFailure) {
        // The continuous clock runs on through a suspended machine.
        let end = seconds.map { ContinuousClock.now.advanced(by: .seconds($0)) }
        let number = changePause(to: true, until: end)
        if let end {
            let timer = Task { [weak self] in
                try? await Task.sleep(until: end, clock: .continuous)
                if !Task.isCancelled { await self?.endPause(number) }
            }
            self.timer.withLock { current in
                if current.pauses == number { current.task = timer } else { timer.cancel() }
            }
        }
    }

    func resume() async throws(ControlFailure) {
        resumed()
        changePause(to: false, until: nil)
    }

    /// Ends the pause of that number, unless another has begun or it was ended already.
    func endPause(_ number: Int) async {
        changePause(to: false, until: nil, after: number)
    }

    /// Begins or ends a pause. The capture request and what `status` says of it change together.
    ///
    /// - Parameter number: the only pause to be changed; nil for any.
    /// - Returns: the number of what has begun.
    @discardableResult private func changePause(
        to isPaused: Bool, until end: ContinuousClock.Instant?, after number: Int? = nil
    ) -> Int {
        timer.withLock { timer in
            guard number == nil || number == timer.pauses else { return timer.pauses }
            timer.task?.cancel()
            timer.task = nil
            timer.pauses += 1
            watch.setPaused(isPaused)
            hub.update { ($0.pauseEnds, $0.wasStartedByCall) = (end, false) }
            return timer.pauses
        }
    }

    func regenerate(mood: MoodName?) async throws(ControlFailure) {
        var wanted: Emotion?
        if let mood {
            guard let known = Emotion(mood) else { throw .unknownMood(mood.rawValue) }
            wanted = known
        }
        watch.noticedActivity()
        do {
            guard try await coordinator.regenerate(wanted) else { throw ControlFailure.noPlaylistYet }
        } catch let failure as ControlFailure {
            throw failure
        } catch {
            throw .because(error)
        }
    }

    func play() async throws(ControlFailure) -> PlaybackReport { try await playback.perform(.play) }
    func next() async throws(ControlFailure) -> PlaybackReport { try await playback.perform(.next) }
    func stop() async throws(ControlFailure) -> PlaybackReport { try await playback.perform(.stop) }

    func feedback(uri: String?, verdict: ControlProtocol.Verdict) async throws(ControlFailure) {
        let latest = hub.present.playlist
        let uri = try await named(uri, in: latest)
        guard let track = latest?.tracks.first(where: { $0.uri == uri }) else {
            // A song that was disliked is in no later playlist, and yet it may be taken back.
            if verdict == .clear, try await takeBack(uri) { return }
            throw .noSuchTrack(uri: uri)
        }
        do {
            if let kept = StoredVerdict(verdict) {
                try await store.record(
                    FeedbackRecord(
                        identity: track.identity, title: track.title, artists: track.artists, verdict: kept,
                        songMood: track.songMood, mood: latest?.mood, at: Date())
                )
            } else {
                _ = try await store.clearFeedback(on: track.identity)
            }
        } catch {
            throw .because(error)
        }
    }

    /// The track that is meant; nil means the one of the playlist that a media player plays.
    private func named(_ uri: String?, in playlist: PlaylistRecord?) async throws(ControlFailure) -> String {
        if let uri { return uri }
        guard let playing = await nowPlaying() else { throw .nothingPlaying }
        let identity = TrackIdentity(
            spotifyID: playing.spotifyID, nameKey: NameKey.track(title: playing.title, artists: playing.artists))
        let wanted = IdentitySet([identity])
        guard let known = playlist?.tracks.first(where: { wanted.contains($0.identity) })?.uri else {
            let name = playing.title.map { "“\($0)”" } ?? "a track of another list"
            throw .failed("what plays is \(name), which is not in the playlist", mend: "emotunesctl playlist")
        }
        return known
    }

    /// Forgets what was said of a track named as `opinions` names it; false if nothing was.
    private func takeBack(_ uri: String) async throws(ControlFailure) -> Bool {
        do {
            guard let record = try await store.feedback().first(where: { $0.opinionURI == uri }) else { return false }
            return try await store.clearFeedback(on: record.identity)
        } catch {
            throw .because(error)
        }
    }

    func library() async throws(ControlFailure) -> LibraryReport {
        guard let library else { return LibraryReport(LibraryState(), LibraryContents(), isOwn: false) }
        do {
            let contents = try await library.contents()
            return LibraryReport(library.state, contents, isOwn: await coordinator.choosesOwnMusic())
        } catch {
            throw .because(error)
        }
    }

    func scanLibrary() async throws(ControlFailure) {
        guard let library, library.state.word != .off else {
            throw .failed("no music folder is named", mend: "emotunesctl config set music.folders ~/Music")
        }
        library.scan()
    }

    func reload() async throws(ControlFailure) { try await reloading() }

    func configuration() async throws(ControlFailure) -> SettingsListing { inForce() }

    func calibrate(seconds: Int) async throws(ControlFailure) -> Int {
        watch.noticedActivity()
        if let reason = closedCamera { throw .failed("no face can be seen now: \(reason)", mend: "emotunesctl status") }
        guard await session.beginCalibration() else {
            throw .failed(
                "a calibration is going on already; wait two minutes at most", mend: "emotunesctl calibrate")
        }
        watch.setEveryLook(true)
        defer { watch.setEveryLook(false) }
        // Looks that were asked for are taken even if the caller has gone.
        try? await Task.sleep(for: .seconds(seconds), clock: .continuous)
        let (looks, isEnough) = await session.endCalibration()
        guard isEnough else { throw .noFaceSeen(looks: looks) }
        await session.written()
        return looks
    }

    /// Why no face can be seen however long one waits; nil if the camera is open or will be in a moment.
    private var closedCamera: String? {
        if let hold = watch.present.hold, hold != .asking { return hold.sentence }
        let present = hub.present
        switch present.shownCamera {
        case .busy, .yielded, .missing, .denied, .failed, .ended: return present.shownDetail
        case .starting, .streaming, .released, .paused: return nil
        }
    }

    func forgetCalibration() async throws(ControlFailure) {
        _ = try await forgetCorrection(id: nil)
        await session.forgetResting()
        await session.written()
    }

    func beginLogin() async throws(ControlFailure) -> SignIn {
        do throws(SignInFailure) {
            let url = try await account.beginLogin()
            let scopes = await account.scopes
            return SignIn(url: url, permissions: scopes.map { Permission(scope: $0.name, purpose: $0.purpose) })
        } catch {
            throw .loginFailed(message: error.message)
        }
    }

    func finishLogin(address: String?) async throws(ControlFailure) {
        do throws(SignInFailure) {
            try await account.finishLogin(pasted: address)
        } catch {
            throw .loginFailed(message: error.message)
        }
    }

    func logout() async throws(ControlFailure) {
        do {
            try await account.logOut()
        } catch {
            throw .because(error)
        }
    }
}
