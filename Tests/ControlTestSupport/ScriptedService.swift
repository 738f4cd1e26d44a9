package import ControlProtocol
import ControlSocket
import Synchronization

/// A daemon that answers as the test says and remembers what it was asked.
package final class ScriptedService: ControlService {
    private struct State {
        var status = Samples.status
        var settings = Samples.settings
        var playlist = Samples.playlist
        var opinions = Samples.opinions
        var parts = [Samples.history]
        var queries: [HistoryQuery] = []
        var failure: ControlFailure?
        var calls: [String] = []
        var waiters: [(call: String, continuation: CheckedContinuation<Void, Never>)] = []
        var monitors: [Int: AsyncStream<Status>.Continuation] = [:]
        var nextMonitor = 0
        var holdsRegenerate = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// What `GetPlaylist` answers from now on.
    package func change(playlist: Playlist) { state.withLock { $0.playlist = playlist } }

    /// What `GetOpinions` answers from now on.
    package func change(opinions: [Opinion]) { state.withLock { $0.opinions = opinions } }

    /// What every call but `GetStatus` and `Monitor` fails with.
    package func fail(with failure: ControlFailure?) { state.withLock { $0.failure = failure } }

    /// What was asked so far, in order.
    package var calls: [String] { state.withLock { $0.calls } }

    /// Waits until that call has come in.
    package func received(_ call: String) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.calls.contains(call) { return true }
                state.waiters.append((call, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// From now on `Regenerate` is answered only after `releaseRegenerate`.
    package func holdRegenerate() { state.withLock { $0.holdsRegenerate = true } }

    package func releaseRegenerate() {
        let held = state.withLock { state in
            state.holdsRegenerate = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Changes the status and tells those who follow it.
    package func change(to status: Status) {
        let monitors = state.withLock { state in
            state.status = status
            return state.monitors.values.map { $0 }
        }
        for monitor in monitors { monitor.yield(status) }
    }

    /// Ends every stream, as a daemon that stops does.
    package func endStreams() {
        for monitor in state.withLock({ $0.monitors.values.map { $0 } }) { monitor.finish() }
    }

    private func note(_ call: String) {
        let ready = state.withLock { state in
            state.calls.append(call)
            let ready = state.waiters.filter { $0.call == call }
            state.waiters.removeAll { $0.call == call }
            return ready
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    private func check() throws(ControlFailure) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    package func status() async -> Status { state.withLock { $0.status } }

    package func statusChanges() async -> AsyncStream<Status> {
        let (stream, continuation) = AsyncStream.makeStream(of: Status.self)
        let (id, current) = state.withLock { state in
            state.nextMonitor += 1
            state.monitors[state.nextMonitor] = continuation
            return (state.nextMonitor, state.status)
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.monitors[id] = nil }
            self?.note("monitor ended")
        }
        continuation.yield(current)
        note("monitor")
        return stream
    }

    package func playlist(id: Int?) async throws(ControlFailure) -> Playlist {
        try check()
        var playlist = state.withLock { $0.playlist }
        if let id { playlist.id = id }
        return playlist
    }

    package func history(
        _ query: HistoryQuery, after position: HistoryPosition?, count: Int
    ) async throws(ControlFailure) -> HistoryPart {
        try check()
        let parts = state.withLock { state in
            state.queries.append(query)
            return state.parts
        }
        let number = position?.list ?? 0
        return HistoryPart(
            history: parts[number],
            next: number + 1 < parts.count ? HistoryPosition(list: number + 1, at: 0, id: 0) : nil)
    }

    /// What `GetHistory` answers from now on, in parts; it asks for as many as there are.
    package func change(history parts: [History]) { state.withLock { $0.parts = parts } }

    /// What was asked of the history, a query for each part.
    package var queries: [HistoryQuery] { state.withLock { $0.queries } }

    package func songPlane() async throws(ControlFailure) -> SongPlane {
        try check()
        return Samples.plane
    }

    package func pause(seconds: Int?) async throws(ControlFailure) {
        try check()
        note("pause \(seconds.map(String.init) ?? "-")")
    }

    package func library() async throws(ControlFailure) -> LibraryReport {
        try check()
        return Samples.library
    }

    package func scanLibrary() async throws(ControlFailure) {
        try check()
        note("scan library")
    }

    package func resume() async throws(ControlFailure) {
        try check()
        note("resume")
    }

    package func regenerate(mood: MoodName?) async throws(ControlFailure) {
        try check()
        note("regenerate \(mood?.rawValue ?? "-")")
        await withCheckedContinuation { continuation in
            let holds = state.withLock { state in
                if state.holdsRegenerate { state.held.append(continuation) }
                return state.holdsRegenerate
            }
            if !holds { continuation.resume() }
        }
    }

    package func play() async throws(ControlFailure) -> PlaybackReport { try report("play") }
    package func next() async throws(ControlFailure) -> PlaybackReport { try report("next") }
    package func stop() async throws(ControlFailure) -> PlaybackReport { try report("stop") }

    private func report(_ order: String) throws(ControlFailure) -> PlaybackReport {
        try check()
        note(order)
        return PlaybackReport(target: .mpd, detail: "MPD does \(order).")
    }

    package func feedback(uri: String?, verdict: Verdict) async throws(ControlFailure) {
        try check()
        note("\(verdict.rawValue) \(uri ?? "-")")
    }

    package func setMood(_ mood: MoodName, seconds: Int) async throws(ControlFailure) {
        try check()
        note("mood \(mood.rawValue) \(seconds)")
    }

    package func autoMood() async throws(ControlFailure) {
        try check()
        note("auto mood")
    }

    package func corrections() async throws(ControlFailure) -> [Correction] {
        try check()
        return Samples.corrections
    }

    package func forgetCorrection(id: Int?) async throws(ControlFailure) -> Int {
        try check()
        note("forget correction \(id.map(String.init) ?? "-")")
        return 1
    }

    package func opinions() async throws(ControlFailure) -> [Opinion] {
        try check()
        return state.withLock { $0.opinions }
    }

    package func accountTaste() async throws(ControlFailure) -> AccountTaste? {
        try check()
        return AccountTaste(recent: 12, top: 50, saved: 1, playlist: 0, artists: ["Nina", "Otis"])
    }

    package func taste() async throws(ControlFailure) -> TasteListing {
        try check()
        return Samples.taste
    }

    package func setTaste(_ stated: TasteStatement) async throws(ControlFailure) {
        try check()
        let names = (stated.genres + stated.artists + stated.languages).joined(separator: ",")
        note("taste \(names) \(stated.from ?? 0)-\(stated.to ?? 0)")
    }

    package func importTaste(name: String, songs: [TasteSong]) async throws(ControlFailure) -> Int {
        try check()
        note("import \(name) \(songs.count)")
        return songs.count
    }

    package func forgetTaste(name: String?) async throws(ControlFailure) -> Int {
        try check()
        note("forget taste \(name ?? "all")")
        return name == nil || name == "Loved.m3u" ? 1 : 0
    }

    package func forgetOpinions() async throws(ControlFailure) -> Int {
        try check()
        note("forget opinions")
        return Samples.opinions.count
    }

    package func reload() async throws(ControlFailure) {
        try check()
        note("reload")
    }

    package func configuration() async throws(ControlFailure) -> SettingsListing {
        try check()
        return state.withLock { $0.settings }
    }

    /// What `GetConfiguration` answers from now on.
    package func change(settings: SettingsListing) { state.withLock { $0.settings = settings } }

    package func calibrate(seconds: Int) async throws(ControlFailure) -> Int {
        try check()
        note("calibrate \(seconds)")
        return 2 * seconds
    }

    package func forgetCalibration() async throws(ControlFailure) {
        try check()
        note("forget calibration")
    }

    package func beginLogin() async throws(ControlFailure) -> SignIn {
        try check()
        note("begin login")
        return SignIn(
            url: "https://accounts.example/authorize?state=1",
            permissions: [Permission(scope: "playlist-modify-private", purpose: "make the playlist")])
    }

    package func finishLogin(address: String?) async throws(ControlFailure) {
        try check()
        note("finish login \(address ?? "-")")
    }

    package func logout() async throws(ControlFailure) {
        try check()
        note("logout")
    }
}
