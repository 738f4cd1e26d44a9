import Dispatch
import Emotions
import Foundation
import Platform
import Publishing
import Songs
import StateStore
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct FileTargetTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func store(in folder: String) async throws -> StateStore {
        let store = try StateStore(openingIn: folder, now: now)
        _ = try await record(in: store)
        return store
    }

    private func record(in store: StateStore) async throws -> PlaylistRecord {
        let track = RecordedTrack(
            trackID: 1, identity: TrackIdentity(spotifyID: "x", nameKey: nil), title: "One", artists: ["A"], album: nil,
            uri: "spotify:track:x", url: nil, songMood: .calm, score: 1, why: "w")
        return try await store.record(
            NewPlaylist(at: now, mood: .happy, reason: "r", tracks: [track]), wishes: [FileTarget.name])
    }

    private func published(_ progress: PublishingProgress) throws -> PublishingRecord {
        guard case .finished(let record?) = progress else { throw CancellationError() }
        return record
    }

    @Test func filesThatWereRemovedAreWrittenAgain() async throws {
        try await withTemporaryFolder { folder in
            let target = FileTarget(store: try await store(in: folder), folder: folder, isEnabled: true)
            let files = PlaylistFiles(folder: folder)
            let first = try published(try await target.reconcile(now: now))
            #expect(first.state == .published && first.detail == files.xspfPath && files.exist)
            try FileManager.default.removeItem(atPath: files.m3u8Path)
            #expect(try published(try await target.reconcile(now: now)).state == .published)
            #expect(files.exist)
        }
    }

    @Test func disabledTargetWritesNothingAndHasNoRecord() async throws {
        try await withTemporaryFolder { folder in
            let target = FileTarget(store: try await store(in: folder), folder: folder, isEnabled: false)
            #expect(try await target.reconcile(now: now) == .finished(nil))
            #expect(!FileManager.default.fileExists(atPath: PlaylistFiles(folder: folder).xspfPath))
        }
    }

    @Test func wishStaysOpenWhereFilesCannotBeWritten() async throws {
        try await withTemporaryFolder { folder in
            let store = try await store(in: folder)
            try AtomicFile.replace(folder + "/elsewhere", with: [])
            let blocked = FileTarget(store: store, folder: folder + "/elsewhere", isEnabled: true)
            let record = try published(try await blocked.reconcile(now: now))
            #expect(record.state == .failed && !record.detail.isEmpty)
            #expect(try await PublishingLedger(target: FileTarget.name, store: store).isOpen())
            let free = FileTarget(store: store, folder: folder, isEnabled: true)
            #expect(try published(try await free.reconcile(now: now)).state == .published)
        }
    }

    /// A music folder that is listed when the test says so.
    private final class SlowFolder: Sendable {
        let listed = DispatchSemaphore(value: 0)
        let files = Mutex<[String]>(["A - One.mp3"])
        let changes = AsyncStream<Void>.makeStream()
        let calls = OpenCalls()

        var music: LocalMusic {
            LocalMusic(
                folder: "/music", patience: 0, calls: calls, changed: { [changes] in changes.continuation.yield() },
                list: { [self] _ in
                    listed.wait()
                    return files.withLock { $0 }
                })
        }
    }

    @Test func playlistIsPublishedWhileTheMusicFolderHangsAndAgainWhenItAnswers() async throws {
        try await withTemporaryFolder { folder in
            let slow = SlowFolder()
            let target = FileTarget(
                store: try await store(in: folder), folder: folder, isEnabled: true, music: slow.music)
            let list = { try String(contentsOfFile: PlaylistFiles(folder: folder).m3u8Path, encoding: .utf8) }
            #expect(try published(try await target.reconcile(now: now)).state == .published)
            #expect(try !list().contains("/music/"))
            #expect(slow.calls.unanswered(for: -1) == [Peer(.folder, "/music")])
            slow.listed.signal()
            var changes = slow.changes.stream.makeAsyncIterator()
            #expect(await changes.next() != nil)
            // The files are named although this look through the folder hangs too.
            #expect(try published(try await target.reconcile(now: now)).state == .published)
            #expect(try list().contains("/music/A%20-%20One.mp3"))
            slow.listed.signal()
        }
    }

    @Test func nothingIsWrittenAgainWhereTheMusicFolderHoldsWhatItHeld() async throws {
        try await withTemporaryFolder { folder in
            let slow = SlowFolder()
            let music = slow.music
            #expect(!music.hasNews)
            slow.files.withLock { $0 = [] }
            let target = FileTarget(store: try await store(in: folder), folder: folder, isEnabled: true, music: music)
            _ = try await target.reconcile(now: now)
            slow.listed.signal()
            var changes = slow.changes.stream.makeAsyncIterator()
            // Nothing known gave way to a folder that is empty: that is news once.
            #expect(await changes.next() != nil && music.hasNews)
            _ = try await target.reconcile(now: now)
            #expect(!music.hasNews)
            slow.listed.signal()
        }
    }

    @Test func lateSuccessDoesNotHideANewerWish() async throws {
        try await withTemporaryFolder { folder in
            let store = try await store(in: folder)
            let ledger = PublishingLedger(target: FileTarget.name, store: store)
            let (old, _) = try #require(try await ledger.openWish())
            let newer = try await record(in: store)
            #expect(try await !ledger.notePublished(old, detail: "", url: nil, at: now))
            #expect(try await ledger.openWish()?.playlist.id == newer.id)
        }
    }

    @Test func troubleOfAPlaylistThatIsShownIsNotNoted() async throws {
        try await withTemporaryFolder { folder in
            let store = try await store(in: folder)
            let ledger = PublishingLedger(target: FileTarget.name, store: store)
            let (wish, _) = try #require(try await ledger.openWish())
            try await ledger.noteTrouble(.pending, "no network", at: now)
            #expect(try await ledger.record()?.detail == "no network")
            #expect(try await ledger.notePublished(wish, detail: "", url: "u", at: now))
            try await ledger.noteTrouble(.failed, "too late", at: now)
            #expect(try await ledger.record()?.state == .published)
        }
    }
}
