import Emotions
import Foundation
import TestSupport
import Testing

@Suite struct MoodModelTests {
    private func problem(_ change: (inout MoodModel) -> Void) -> String? {
        var model = MoodModel.shipped
        change(&model)
        do {
            try model.validate()
            return nil
        } catch {
            return error.description
        }
    }

    @Test func theShippedConstantsAreInTheirRanges() {
        #expect(problem { _ in } == nil)
    }

    @Test func aConstantOutOfItsRangeIsNamedWithWhatIsAllowed() {
        let cases: [(String, (inout MoodModel) -> Void)] = [
            ("temperature is 0.0; it must be 0.05 to 20", { $0.temperature = 0 }),
            ("temperature is nan; it must be 0.05 to 20", { $0.temperature = .nan }),
            ("outlierShare is 1.0; it must be 0.001 to 0.999", { $0.outlierShare = 1 }),
            ("expectedDwellFactor is -1.0; it must be 0.01 to 1000", { $0.expectedDwellFactor = -1 }),
            ("priorCorrection.sad is inf; it must be -20 to 20", { $0.priorCorrection[.sad] = .infinity }),
            ("restingLogScores.happy is 0.5; it must be -9.2104 to 0", { $0.restingLogScores[.happy] = 0.5 }),
            ("transitionPrior.fear is 0.0; it must be 0.0001 to 0.999", { $0.transitionPrior[.fear] = 0 }),
            ("transitionPrior in all is 1.75; it must be 1", { $0.transitionPrior = EmotionValues { _ in 0.25 } }),
        ]
        for (expected, change) in cases {
            #expect(problem(change) == expected)
        }
    }

    @Test func writtenAndReadAgainEveryNumberIsTheSame() throws {
        let written = try JSONEncoder().encode(MoodModel.shipped)
        #expect(try JSONDecoder().decode(MoodModel.self, from: written) == .shipped)
    }
}
