import Catalogue
import Curation
import Emotions
import FaceAnalysis
import Foundation
import Logging
import Media
import MoodTracking
import Platform
import Publishing
import StateStore
import Synchronization
import TestSupport

@testable import EmotunesDaemon

/// Everything between the camera and the targets, with the shipped catalogue and a journal that can be read; clocks that
/// stand.
final class PipeFixture: Sendable {
    let store: StateStore
    let catalogue: Catalogue
    let status = StatusHub()
    let said = LogRecorder()
    let history = MoodHistoryQueue.ofHistory()
    let requests = PlaylistRequestQueue.ofPlaylists()
    let session: MoodSession
    let recorder: MoodRecorder
    let coordinator: PlaylistCoordinator
    let router: WatchEventRouter
    let journal: Journal
    private let folder: String
    private let tasks: [Task<Void, Never>]
    static let date = Date(timeIntervalSince1970: 1_700_000_000)

    /// - Parameters:
    ///   - date: where the clocks stand; the camera's own stands at 0.
    ///   - extraTargets: more places for playlists to go.
    ///   - isRunning: whether what is handed on is worked on.
    ///   - clock: the wall clock, where it is to go on; what happens is then kept with the history too.
    init(
        in folder: String, at date: Date = PipeFixture.date, policy: MoodPolicy = MoodPolicy(cooldownSeconds: 60),
        isRecording: Bool = false, calls: OpenCalls = OpenCalls(), usesStarter: Bool = true,
        extraTargets: [any PlaylistTarget] = [],
        isRunning: Bool = true, publishingPatience: Duration = .seconds(5), clock: SetClock? = nil
    ) async throws {
        self.folder = folder
        let now: @Sendable () -> Date = { clock?.now ?? date }
        store = try StateStore(openingIn: folder, now: date)
        let path = Repository.path("config/starter-catalogue.csv")
        let starter =
            usesStarter ? try StarterCatalogue(csv: Array(Data(contentsOf: URL(fileURLWithPath: path)))) : nil
        catalogue = try Catalogue.open(in: folder, starter: starter, now: date).catalogue
        journal = Journal(
            Logger(label: "test") { [said] _ in said }, events: EventLog(clock == nil ? nil : history, now: now))
        session = MoodSession(
            policy: policy, model: .shipped, isRecording: isRecording, status: status, journal: journal,
            history: history, playlists: requests, now: now, mediaNow: { MediaTime(seconds: 0) })
        recorder = MoodRecorder(
            store: store, queue: history, health: StorageHealth(status: status, journal: journal))
        let files = FileTarget(store: store, folder: folder, isEnabled: false)
        coordinator = PlaylistCoordinator(
            PlaylistCoordinator.Dependencies(
                store: store, session: session, requests: requests, status: status, journal: journal,
                isRecording: isRecording, publishingPatience: publishingPatience, now: now),
            maker: Self.maker(catalogue, store, [files] + extraTargets))
        router = WatchEventRouter(
            session: session, coordinator: coordinator, history: history, status: status, journal: journal,
            protections: Protections(status: status, journal: journal, isCamera: !isRecording), calls: calls,
            isRecording: isRecording)
        tasks =
            isRunning
            ? [Task { [recorder] in await recorder.run() }, Task { [coordinator] in await coordinator.run() }] : []
        let latest = try await store.latestPlaylist()
        await session.resume(await recorder.kept(now: date), latest: latest)
        await coordinator.start(latest: latest)
        if isRunning { await router.settled() }
    }

    deinit {
        for task in tasks { task.cancel() }
    }

    private static func maker(
        _ catalogue: Catalogue, _ store: StateStore, _ targets: [any PlaylistTarget]
    ) -> PlaylistMaker {
        PlaylistMaker(catalogue: catalogue, store: store, songs: [:], strategy: .match, targets: targets)
    }

    /// Has playlists recorded in `other`: one that is closed fails at every one of them.
    func reconfigure(writingTo other: StateStore, writesFiles: Bool = false) async {
        let files = FileTarget(store: store, folder: folder, isEnabled: writesFiles)
        await coordinator.reconfigure(Self.maker(catalogue, other, [files]))
    }

    /// Tries again what could not be written, and waits for what comes of it.
    func retry() async {
        await coordinator.retry()
        await router.settled()
    }

    /// Keeps the mood as the end of the daemon does, and waits until it is written.
    func keepMood() async {
        await session.keepMood()
        await router.settled()
    }

    /// Shows a face that reads as `emotion`, another pose every five seconds; two looks a second.
    func show(_ emotion: Emotion, from start: Double, seconds: Double) async {
        let scores = EmotionScores { $0 == emotion ? 0.95 : 0.05 / 6 }
        for half in 0..<Int(seconds * 2) {
            let time = start + Double(half) / 2
            await look(.face(Rectangle(x: 0, y: 0, width: 90, height: 90), scores, pose: Int(time / 5)), at: time)
        }
    }

    /// Takes in one look, and waits until everything it led to is written.
    func look(_ reading: FaceReading, at seconds: Double) async {
        await router.take(.look(MediaTime(seconds: seconds), reading, framesSeen: 1))
        if !tasks.isEmpty { await router.settled() }
    }
}

/// A wall clock that a test sets.
final class SetClock: Sendable {
    private let time: Mutex<Date>

    init(_ date: Date) { time = Mutex(date) }

    var now: Date { time.withLock { $0 } }

    func set(_ date: Date) { time.withLock { $0 = date } }
}
