import Emotions
import FaceAnalysis
import Foundation
import MoodTracking
import TestSupport
import Testing

@testable import Evaluation

@Suite(.ownThread, .takesLong, .enabled(if: SharedFolder.isUsable, Comment(rawValue: SharedFolder.whySkipped)))
struct CorrectionSimulationTests {
    private func outcome(
        _ habit: CorrectionsMeasurement.Habit, sadder: Double, people: Int
    ) throws -> CorrectionsMeasurement.Outcome {
        let classifier = try EmotionClassifier(folder: Repository.path("models/emotion"))
        let faces = try LabelledFaces.load(SharedFolder.file("faces/validation.csv"))
        let corrections = CorrectionsMeasurement(
            measurement: SimulationMeasurement(faces: try ScoredFaces(faces, classifier: classifier)),
            atRest: [.sad: sadder], habit: habit, model: .shipped, policy: MoodPolicy(), dayHours: 4, holdSeconds: 600)
        return corrections.run(people: people, seed: 1)
    }

    @Test func peopleWithSadFacesWhoSaySoAreMisreadLess() throws {
        let outcome = try outcome(.mending(times: 3), sadder: 3, people: 8)
        #expect(outcome.people == 8 && outcome.words >= 1 && outcome.words <= 24)
        #expect(outcome.talkers >= 1 && outcome.talkers <= 8)
        #expect(outcome.without.falseShifts >= 5)
        #expect(outcome.with.falseShifts * 5 <= outcome.without.falseShifts)
        #expect(outcome.with.wrongMinutes < outcome.without.wrongMinutes)
        #expect(outcome.with.sadDetected >= outcome.with.sadChanges - 1)
    }

    @Test func oneWrongWordDoesNoLastingHarm() throws {
        let outcome = try outcome(.wrong, sadder: 0, people: 4)
        #expect(outcome.words == 4)
        #expect(outcome.with.falseShifts <= outcome.without.falseShifts + 1)
        #expect(outcome.with.detected >= outcome.without.detected - 1)
    }

    @Test func whereNobodySaysAWordAllHoursCount() throws {
        let outcome = try outcome(.silent, sadder: 0, people: 2)
        #expect(outcome.words == 0 && outcome.talkers == 0 && outcome.hours == 8)
        #expect(outcome.with.changes == outcome.without.changes && outcome.with.changes > 0)
    }
}
