import Emotions
import Foundation
import MPDClient
import Publishing
import Songs
import StateStore
import Synchronization
import TestSupport
import Testing

@testable import MPDSync

/// MPD's part of the daemon, running on a thread of its own, with a store and an MPD of the test's.
final class PlayerFixture: Sendable {
    let folder: TemporaryFolder
    let store: StateStore
    let player: MPDPlayer
    private let box: EventBox
    private let task: Task<Void, Never>

    /// Files as a library knows them.
    struct Files: SongFiles {
        var known: [String: SongFile] = [:]
        var generation: Int { 0 }

        init(_ music: TestMusic?) {
            for song in music?.songs ?? [] {
                let key = NameKey.track(title: song.title, artist: song.artist)
                known[key] = SongFile(
                    path: music.map { "\($0.folder)/\(song.path)" } ?? "", folder: music?.folder ?? "",
                    title: song.title, artists: [song.artist])
            }
        }

        func files(of identities: [TrackIdentity]) async -> [SongFile?] {
            identities.map { $0.nameKey.flatMap { known[$0] } }
        }
    }

    private struct Silence: MPDLog {
        func note(_ text: String) {}
        func trouble(_ text: String) {}
    }

    init(
        in folder: TemporaryFolder, _ settings: MPDSyncSettings, files music: TestMusic? = nil,
        store given: StateStore? = nil, patience: Double = 5
    ) throws {
        self.folder = folder
        // As the daemon: a peer that has gone must not end the process.
        signal(SIGPIPE, SIG_IGN)
        try FileManager.default.createDirectory(atPath: folder.file("state"), withIntermediateDirectories: true)
        let store = try given ?? StateStore(openingIn: folder.file("state"), now: Date())
        self.store = store
        let events = EventBox()
        let files = Files(music)
        player = MPDPlayer(
            MPDPlayer.Dependencies(
                store: store, files: { files }, log: Silence(), patience: patience,
                send: { events.put($0) }))
        box = events
        player.configure(settings)
        let player = player
        let executor = PlayerExecutor()
        task = Task(executorPreference: executor) { await player.run() }
    }

    deinit { player.stop() }

    /// Ends it, and returns when it has ended.
    func stop() async {
        player.stop()
        await task.value
    }

    /// What it has told, in order.
    var told: [MPDEvent] { box.all }

    var report: MPDReport? {
        told.reversed().lazy.compactMap { if case .standing(let report) = $0 { report } else { nil } }.first
    }

    /// Waits until what was told fulfils this; nil if it does not come within half a minute.
    @discardableResult func wait(for isReached: (MPDReport) -> Bool) async -> MPDReport? {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if let report, isReached(report) { return report }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }

    /// Records a playlist of these songs, and waits until nothing more can be done for it.
    @discardableResult func publish(_ songs: some Sequence<TestMusic.Song>, mood: Emotion = .happy) async throws
        -> PlaylistRecord
    {
        let playlist = try await store.record(
            NewPlaylist(at: Date(), mood: mood, reason: "r", tracks: songs.map(Self.track)), wishes: [MPDTarget.name])
        player.wake()
        await player.settle()
        return playlist
    }

    func record() async throws -> PublishingRecord? {
        try await store.publishing().first { $0.target == MPDTarget.name }
    }

    static func track(_ song: TestMusic.Song) -> RecordedTrack {
        RecordedTrack(
            trackID: nil,
            identity: TrackIdentity(
                spotifyID: nil, nameKey: NameKey.track(title: song.title, artists: [song.artist])),
            title: song.title, artists: [song.artist], album: nil, uri: nil, url: nil,
            songMood: SongMood(rawValue: song.mood) ?? .calm, score: 1, why: "")
    }

    /// Takes events from the player's thread.
    private final class EventBox: Sendable {
        private let events = Mutex<[MPDEvent]>([])
        var all: [MPDEvent] { events.withLock { $0 } }
        func put(_ event: MPDEvent) { events.withLock { $0.append(event) } }
    }
}

/// Sixty songs that several tests read and none changes.
enum SharedMusic {
    private static let folder = try? TemporaryFolder()
    private static let music = folder.flatMap { try? TestMusic(60, in: $0.path) }

    static func read() throws -> TestMusic { try #require(music, "the music could not be made") }
}

/// A thread for one player, which lasts as long as the process.
private final class PlayerExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let waiting = DispatchSemaphore(value: 0)

    init() {
        Thread { [self] in
            while true {
                waiting.wait()
                if let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                    job.runSynchronously(on: asUnownedTaskExecutor())
                }
            }
        }.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }
}
