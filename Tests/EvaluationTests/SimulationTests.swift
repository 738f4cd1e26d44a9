import Curation
import Emotions
import FaceAnalysis
import Foundation
import MoodTracking
import TestSupport
import Testing

@testable import Evaluation

@Suite(.ownThread, .takesLong, .enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)))
struct SimulationTests {
    private func measurement() throws -> SimulationMeasurement {
        let classifier = try EmotionClassifier(folder: Repository.path("models/emotion"))
        let faces = try LabelledFaces.load(SharedFolder.file("faces/validation.csv"))
        return SimulationMeasurement(faces: try ScoredFaces(faces, classifier: classifier))
    }

    private var shipped: ShippedPolicy { ShippedPolicy(engine: MoodEngine(policy: MoodPolicy(), model: .shipped)) }

    @Test func aNeutralHourIsQuietAndAPlainAverageIsNot() throws {
        let measurement = try measurement()
        #expect(measurement.steady(.neutral, hours: 1, seed: 1, policy: shipped).falseShifts == 0)
        #expect(measurement.steady(.neutral, hours: 1, seed: 1, policy: MovingAverage(seconds: 8)).falseShifts > 5)
    }

    @Test func tenMinutesAwayInTheSameMoodIsNoShift() throws {
        let measurement = try measurement()
        var day = SimulatedDay(steady: .happy, hours: 0.5)
        day.absences = [600...1200]
        var random = SeededGenerator(seed: 5)
        var person = SimulatedPerson(measurement.faces, traits: measurement.traits, using: &random)
        let result = measurement.live(day, as: &person, policy: shipped, hours: 0.5)
        #expect(result.falseShifts == 0)
    }

    @Test func theSameSeedGivesTheSameDays() throws {
        let measurement = try measurement()
        let results = (0..<2).map { _ in measurement.run(hours: 8, seed: 3) { shipped } }
        #expect(results[0].delays == results[1].delays)
        #expect(results[0].falseShifts == results[1].falseShifts)
        #expect(results[0].detected > 5)
    }

    @Test func theUsualFaceAtRestIsTheShippedModels() throws {
        let neutral = try #require(try measurement().faces.scores[.neutral])
        for emotion in Emotion.allCases {
            let sorted = neutral.map { log(max($0[emotion], 1e-4)) }.sorted()
            let usual = MoodModel.shipped.restingLogScores[emotion]
            #expect(abs(sorted[sorted.count / 2] - usual) < 0.5, "\(emotion)")
        }
    }
}
