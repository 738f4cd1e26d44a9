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

    /// Files as the test says.
    private final class ScriptedFiles: SongFiles {
        private let paths = Mutex<(path: String?, generation: Int)>((nil, 0))

        func set(_ path: String?) { paths.withLock { $0 = (path, $0.generation + 1) } }

        var generation: Int { paths.withLock { $0.generation } }

        func files(of identities: [TrackIdentity]) async -> [SongFile?] {
            let path = paths.withLock { $0.path }
            return identities.map { _ in
                path.map { SongFile(path: $0, folder: "/music", title: nil, artists: [], durationMilliseconds: 61_000) }
            }
        }
    }

    @Test func listIsWrittenAgainWhenOtherFilesAreFound() async throws {
        try await withTemporaryFolder { folder in
            let songs = ScriptedFiles()
            let target = FileTarget(
                store: try await store(in: folder), folder: folder, isEnabled: true, songs: songs)
            let files = PlaylistFiles(folder: folder)
            let list = { try String(contentsOfFile: files.m3u8Path, encoding: .utf8) }
            #expect(try published(try await target.reconcile(now: now)).state == .published)
            #expect(try !list().contains("/music/"))
            songs.set("/music/A - One #1.mp3")
            #expect(try published(try await target.reconcile(now: now)).state == .published)
            #expect(try list().contains("#EXTINF:61,"))
            #expect(try list().contains("\n/music/A - One #1.mp3\n"))
            #expect(
                try String(contentsOfFile: files.xspfPath, encoding: .utf8).contains(
                    "file:///music/A%20-%20One%20%231.mp3"))
        }
    }

    @Test func nothingIsWrittenAgainWhereNoOtherFilesWereFound() async throws {
        try await withTemporaryFolder { folder in
            let songs = ScriptedFiles()
            songs.set("/music/A - One.mp3")
            let target = FileTarget(
                store: try await store(in: folder), folder: folder, isEnabled: true, songs: songs)
            _ = try await target.reconcile(now: now)
            let files = PlaylistFiles(folder: folder)
            try "untouched".write(toFile: files.m3u8Path, atomically: false, encoding: .utf8)
            _ = try await target.reconcile(now: now)
            #expect(try String(contentsOfFile: files.m3u8Path, encoding: .utf8) == "untouched")
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
