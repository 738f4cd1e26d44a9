import Catalogue
import Curation
import Emotions
import FaceAnalysis
import Foundation
import Logging
import Media
import MoodTracking
import StateStore
import TestSupport

@testable import EmotunesDaemon

/// A conductor with a store, the shipped catalogue and a journal that can be read; no camera, and clocks that stand.
struct ConductorFixture {
    let store: StateStore
    let catalogue: Catalogue
    let conductor: Conductor
    let said = LogRecorder()
    private let folder: String
    static let date = Date(timeIntervalSince1970: 1_700_000_000)

    init(in folder: String, writesFiles: Bool = false) async throws {
        self.folder = folder
        store = try StateStore(openingIn: folder, now: Self.date)
        let starter = try StarterCatalogue(
            csv: Array(Data(contentsOf: URL(fileURLWithPath: Repository.path("config/starter-catalogue.csv")))))
        catalogue = try Catalogue.open(in: folder, starter: starter, now: Self.date).catalogue
        let said = said
        conductor = Conductor(
            policy: MoodPolicy(cooldownSeconds: 60), maker: Self.maker(catalogue, store, writesFiles: writesFiles),
            publisher: FilePublisher(store: store, stateFolder: folder, isEnabled: writesFiles),
            journal: Journal(Logger(label: "test") { _ in said }), isRecording: false, now: { Self.date },
            mediaNow: { MediaTime(seconds: 0) })
        await conductor.start(tracks: 0, latest: nil)
    }

    private static func maker(_ catalogue: Catalogue, _ store: StateStore, writesFiles: Bool) -> PlaylistMaker {
        PlaylistMaker(catalogue: catalogue, store: store, songs: [:], strategy: .match, writesFiles: writesFiles)
    }

    /// Has playlists recorded in `other`: one that is closed fails at every one of them.
    func reconfigure(writingTo other: StateStore, writesFiles: Bool = false) async {
        await conductor.reconfigure(
            policy: MoodPolicy(cooldownSeconds: 60), maker: Self.maker(catalogue, other, writesFiles: writesFiles),
            publisher: FilePublisher(store: store, stateFolder: folder, isEnabled: writesFiles))
    }

    /// Shows a face that reads as `emotion`, another pose every five seconds; two looks a second.
    func show(_ emotion: Emotion, from start: Double, seconds: Double) async {
        let scores = EmotionScores { $0 == emotion ? 0.95 : 0.05 / 6 }
        for half in 0..<Int(seconds * 2) {
            let time = start + Double(half) / 2
            await look(.face(Rectangle(x: 0, y: 0, width: 90, height: 90), scores, pose: Int(time / 5)), at: time)
        }
    }

    func look(_ reading: FaceReading, at seconds: Double) async {
        await conductor.take(.look(MediaTime(seconds: seconds), reading, framesSeen: 1))
    }
}
