import Foundation
import SongMoodModel
import TestSupport
import Testing

@testable import Evaluation

@Suite(.ownThread) struct SongsTests {
    private let measurement = Result {
        SongsMeasurement(model: try SongMoodModel(contentsOf: Repository.path("models/song-mood/song-mood.json")))
    }

    private func report(_ csv: String) throws -> SongsReport {
        let folder = try TemporaryFolder()
        try Data(csv.utf8).write(to: URL(fileURLWithPath: folder.file("songs.csv")))
        return try measurement.get().report(on: folder.file("songs.csv"))
    }

    private static let header =
        "mood,length,danceability,acousticness,energy,instrumentalness,liveness,valence,loudness,speechiness,tempo\n"
    private static let loud = "200000,0.4,0.0001,0.97,0.2,0.3,0.3,-3,0.08,150\n"

    @Test func countsAgreementByLabel() throws {
        let report = try report(Self.header + "Energetic,\(Self.loud)sad,\(Self.loud)angry,\(Self.loud),\(Self.loud)")
        #expect(report.count == 2)
        #expect(report.skipped == 2)
        #expect(report.accuracy == 0.5)
        #expect(report.confusion[1] == [0, 0, 1, 0])
        #expect(report.confusion[2] == [0, 0, 1, 0])
        #expect(report.logLoss > 0.5)
        #expect(!report.trainingSet && report.warning == nil)
    }

    @Test func readsTheNumberedLabels() throws {
        let header = Self.header.replacingOccurrences(of: "mood,length", with: "labels,duration (ms)")
        let report = try report(header + "2,\(Self.loud)0,\(Self.loud)7,\(Self.loud)")
        #expect(report.count == 2)
        #expect(report.confusion[2][2] == 1 && report.confusion[1][2] == 1)
    }

    @Test func saysWhatIsMissing() throws {
        #expect(throws: EvaluationError.self) { try report("") }
        #expect(throws: EvaluationError.self) { try report("mood,length\nsad,1\n") }
        #expect(throws: EvaluationError.self) { try report(Self.header) }
        #expect(throws: EvaluationError.self) { try report(Self.header + "sad,1,2,3\n") }
    }

    @Test(.enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)))
    func recognisesItsTrainingSet() throws {
        let report = try measurement.get().report(on: SharedFolder.file("music/data_moods.csv"))
        #expect(report.count == 686)
        #expect(report.trainingSongs == 686)
        #expect(report.trainingSet)
        #expect(report.warning?.contains("models/song-mood/README.md") == true)
        #expect(report.confusion.joined().reduce(0, +) == 686)
    }
}
