import Catalogue
import CatalogueImport
import Curation
import Emotions
import Foundation
import Publishing
import SongMoodModel
import Songs
import SpotifyTestSupport
import SpotifyWebAPI
import StateStore
import Synchronization
import TestSupport

@testable import EmotunesDaemon
@testable import SpotifySync

/// An account with a fake Spotify behind it, a clock that stands until it is moved, and a journal that can be read.
final class AccountFixture: Sendable {
    let fake: FakeSpotify
    let folder: TemporaryFolder
    let store: StateStore
    let catalogue: Catalogue
    let said = SaidRecorder()
    /// Every event of the account, in order.
    let told = Mutex<[SpotifyEvent]>([])
    private let moment = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    private let passed = Mutex(0.0)
    private let present = Mutex<SpotifyAccount?>(nil)
    private let assembled = Mutex<SpotifyAssembly?>(nil)

    var account: SpotifyAccount {
        get throws {
            guard let account = present.withLock({ $0 }) else { throw CancellationError() }
            return account
        }
    }

    /// Tracks in the place of the shipped ones.
    private let imported: [Track]?
    /// What choosing remembers, where songs are chosen as the daemon does.
    private let memory: CatalogueMemory?

    private let adjust: @Sendable (inout SpotifySyncSettings) -> Void

    /// - Parameters:
    ///   - imported: tracks in the place of the shipped ones.
    ///   - table: lines of a table that is imported beside the shipped list; songs are then chosen as the daemon does.
    ///   - adjust: changes the settings from what they are by default.
    init(
        imported: [Track]? = nil, table: [String]? = nil,
        adjust: @escaping @Sendable (inout SpotifySyncSettings) -> Void = { _ in }
    ) async throws {
        self.adjust = adjust
        self.imported = imported
        fake = try FakeSpotify()
        folder = try TemporaryFolder()
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        store = try StateStore(openingIn: folder.path, now: now)
        let starter = try StarterCatalogue(
            csv: Array(Data(contentsOf: URL(fileURLWithPath: Repository.path("config/starter-catalogue.csv")))))
        catalogue = try Catalogue.open(in: folder.path, starter: starter, now: now).catalogue
        memory = table == nil ? nil : CatalogueMemory()
        if let table { try take(table, now) }
        try await restart()
    }

    private func take(_ table: [String], _ now: Date) throws {
        let path = folder.file("table.csv")
        try Data((table.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        let model = try SongMoodModel(contentsOf: Repository.path("models/song-mood/song-mood.json"))
        _ = try catalogue.importFiles([path], scorer: model, now: now)
        memory?.index = try catalogue.openOrBuildIndex()
    }

    var now: Date { moment.withLock { $0 } }

    /// Lets time pass: on both clocks, or on the wall's alone, as when it is set.
    func advance(_ seconds: Double, boot: Bool = true) {
        moment.withLock { $0 += seconds }
        if boot { passed.withLock { $0 += seconds } }
    }

    var playlists: any ListSource {
        guard let memory, let account = try? account else {
            return StarterPlaylists(catalogue: catalogue, store: store, imported: imported)
        }
        return PlaylistMaker(
            catalogue: catalogue, store: store, songs: [:], strategy: .match,
            targets: [SpotifyTarget(account: account, store: store, isEnabled: true)], memory: memory)
    }

    /// The settings as they are by default, for the fake.
    var settings: SpotifySyncSettings {
        SpotifySyncSettings(
            clientID: fake.clientID, apiURL: fake.apiURL, accountsURL: fake.accountsURL, playlistName: "Mood: {mood}",
            playlistDescription: "For a {mood} mood, since {time}.", readsTaste: true, givesCovers: false, keepDays: 0,
            follow: .off, learns: true)
    }

    /// The daemon ends and another begins: only what is on the disk remains.
    ///
    /// - Parameters:
    ///   - apiURL: where it looks for the Web API, if not at the fake's.
    ///   - accountsURL: the same for the sign-in service.
    ///   - patience: seconds that a request may take.
    func restart(apiURL: String? = nil, accountsURL: String? = nil, patience: Double? = nil) async throws {
        let clocks = AccountClocks(
            now: { [unowned self] in now }, boot: { [unowned self] in passed.withLock { $0 } },
            jitter: { backoff, failures in
                var generator = SystemRandomNumberGenerator()
                return backoff.delay(afterFailures: failures, using: &generator)
            })
        let account = SpotifyAccount(
            store: store, candidates: StarterTracks(catalogue: catalogue), log: said, clocks: clocks,
            send: { [unowned self] event in told.withLock { $0.append(event) } })
        present.withLock { $0 = account }
        var settings = settings
        settings.apiURL = apiURL ?? fake.apiURL
        settings.accountsURL = accountsURL ?? fake.accountsURL
        adjust(&settings)
        var limits = CurlTransport.Limits()
        if let patience { limits.total = patience }
        let assembly = SpotifyAssembly(
            account: account, store: store, stateFolder: folder.path, userAgent: "EmoTunes/test", log: said,
            limits: limits, now: { [unowned self] in now })
        await assembly.start(settings, playlists)
        assembled.withLock { $0 = assembly }
        _ = await account.step()
    }

    /// As at a reload of the settings: with this client id, or none.
    func reload(clientID: String) async throws {
        guard let assembly = assembled.withLock({ $0 }) else { throw CancellationError() }
        var settings = settings
        settings.clientID = clientID
        await assembly.connect(settings, playlists)
    }

    /// As if every track of the catalogue had been looked up.
    ///
    /// - Parameter user: for whom; before anybody has signed in it is for the one who does.
    func knowTracks(for user: String = "listener42") async throws {
        let tracks = try await catalogue.candidates(limitPerSongMood: 500, seed: 1)
        try await store.noteResolutions(
            of: tracks.compactMap { track in
                track.identity.nameKey.map { ($0, FakeSpotify.identifier($0)) }
            }, for: user, at: now)
    }

    func signIn() async throws {
        let url = try await account.beginLogin()
        let page = try ScriptedBrowser.visit(url)
        guard page.status == 200 else { throw SocketTrouble(number: Int32(page.status)) }
        try await account.finishLogin(pasted: nil)
    }

    /// A shift: another playlist is made and wished for.
    @discardableResult func shift(to mood: Emotion) async throws -> PlaylistRecord {
        try await playlists.make(for: mood, now: now)
    }

    /// One step of the account.
    @discardableResult func step() async throws -> Double? { try await account.step() }

    /// Steps until the newest playlist is in the account, letting the time pass that is asked for.
    func publish(steps: Int = 60) async throws {
        for _ in 0..<steps {
            let delay = try await account.step()
            let record = try await store.publishing().first { $0.target == "spotify" }
            if record?.state == .published { return }
            if let delay, delay > 0 { advance(delay + 0.01) }
        }
        throw PublishingTrouble(detail: "\(try await store.publishing())")
    }

    /// What is wrong with the account, if it does not show the newest playlist once, in order.
    func faults() async throws -> [String] {
        var faults = fake.defects
        guard let newest = try await store.latestPlaylist() else { return faults + ["no playlist was made"] }
        if fake.playlists.count != 1 { faults.append("\(fake.playlists.count) playlists") }
        let wanted = newest.tracks.map { $0.uri ?? "" }
        if fake.playlists.first?.uris != wanted { faults.append("other tracks") }
        if Set(wanted).count != 20 { faults.append("\(Set(wanted).count) tracks") }
        if fake.playlists.first?.isPublic != false { faults.append("public") }
        if fake.playlists.first?.name != "Mood: \(newest.mood)" { faults.append("another name") }
        if fake.playlists.first?.description.contains("For a \(newest.mood) mood") != true {
            faults.append("another description: \(fake.playlists.first?.description ?? "")")
        }
        return faults
    }
}

struct PublishingTrouble: Error {
    var detail: String
}

/// Keeps what is said in the journal.
final class SaidRecorder: SpotifyLog {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func forget() { kept.withLock { $0 = [] } }

    func note(_ text: String) { kept.withLock { $0.append(text) } }
    func trouble(_ text: String) { note(text) }
    func detail(_ text: String) {}
}

/// The shipped catalogue.
struct StarterTracks: CandidateSource {
    let catalogue: Catalogue

    func revision() async throws -> Int64 { try await catalogue.revision() }
    func tracksToLookUp() async throws -> [Track] { try await catalogue.candidates(limitPerSongMood: 500, seed: 1) }
    func durations(of ids: [Int64]) async throws -> [Int64: Int] { [:] }
}

/// Makes the playlists whose fate is tested.
protocol ListSource: ReplacementSource {
    func make(for mood: Emotion, now: Date) async throws -> PlaylistRecord
}

/// As the daemon makes them.
extension PlaylistMaker: ListSource {
    func make(for mood: Emotion, now: Date) async throws -> PlaylistRecord {
        try await make(for: mood, after: [], cause: "test", now: now)
    }
}

/// Makes playlists of the shipped catalogue without choosing: what matters here is what becomes of them.
struct StarterPlaylists: ListSource {
    let catalogue: Catalogue
    let store: StateStore
    let imported: [Track]?

    /// Twenty tracks that a Spotify account may be given, other ones for every playlist.
    func make(for mood: Emotion, now: Date) async throws -> PlaylistRecord {
        let count = try await store.latestPlaylist()?.id ?? 0
        let tracks = try await candidates(seed: UInt64(count), now: now)
        return try await store.record(
            NewPlaylist(at: now, mood: mood, reason: "test", tracks: tracks.prefix(20).map(recorded)),
            wishes: [SpotifyTarget.name])
    }

    func replacements(_ count: Int, in playlist: PlaylistRecord, now: Date) async throws -> [RecordedTrack] {
        let taken = IdentitySet(playlist.tracks.map(\.identity))
        return try await candidates(seed: UInt64(playlist.id), now: now).filter { !taken.contains($0.identity) }
            .prefix(count).map(recorded)
    }

    private func candidates(seed: UInt64, now: Date) async throws -> [Track] {
        let scope = AccountScope(userID: try await store.presentAccount())
        let known = try await store.knownIdentifiers(scope, now: now)
        guard let imported else {
            return known.playable(try await catalogue.candidates(limitPerSongMood: 2000, seed: seed))
        }
        // Another part of them for every playlist.
        let start = Int(seed * 97) % imported.count
        return known.playable(Array((imported[start...] + imported[..<start]).prefix(400)))
    }

    private func recorded(_ track: Track) -> RecordedTrack {
        RecordedTrack(
            track, uri: track.spotifyURI ?? "emotunes:track:\(track.id)", url: nil, score: 1, why: "for the test")
    }
}
