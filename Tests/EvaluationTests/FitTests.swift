import Emotions
import Foundation
import MoodTracking
import TestSupport
import Testing

@testable import Evaluation

@Suite struct FitTests {
    /// Two minutes each of the moods; a network that says "sad" too readily reads them, one look a second.
    private func stream(_ moods: [Emotion]) -> RecordedStream {
        let looks = (0..<moods.count * 120).map { second in
            let mood = moods[second / 120]
            let scores = EmotionScores { ($0 == mood ? 0.45 : $0 == .sad ? 0.4 : 0.03) + ($0 == .neutral ? 0.01 : 0) }
            return RecordedStream.Look(time: Double(second), scores: scores, pose: second / 4)
        }
        let parts = moods.enumerated().map { number, mood in
            StreamTruth.Part(mood: mood.rawValue, start: Double(number * 120), end: Double(number * 120 + 120))
        }
        return RecordedStream(name: "made up", looks: looks, truth: StreamTruth(truth: parts, slots: []))
    }

    private func fit() -> MoodFit {
        var fit = MoodFit(streams: [stream([.neutral, .happy]), stream([.sad, .neutral])], policy: MoodPolicy())
        fit.search.mostRounds = 1
        return fit
    }

    @Test func whatIsFittedCostsLessThanKnowingNothingAndTakesTheNetworksHabitOut() throws {
        let fit = fit(), fitted = fit.fitted()
        try fitted.validate()
        let ignorant = MoodModel(.ignorance, resting: fitted.restingLogScores)
        #expect(fit.cost(of: fitted) < fit.cost(of: ignorant) - 0.01)
        #expect(fitted.priorCorrection[.sad] < fitted.priorCorrection[.happy])
    }

    @Test func theSameStreamsGiveTheSameConstants() {
        #expect(fit().fitted() == fit().fitted())
    }

    @Test func theRestingScoresAreTheMedianOfNeutralLooksOrFaces() {
        var fit = fit()
        fit.search.mostRounds = 1
        let fromLooks = fit.fitted().restingLogScores
        #expect(abs(fromLooks[.sad] - log(0.4 / 1.01)) < 1e-3)
        fit.neutralFaces = [EmotionScores { $0 == .neutral ? 0.94 : 0.01 }]
        #expect(abs(fit.fitted().restingLogScores[.sad] - log(0.01)) < 1e-3)
    }

    @Test func coordinatesFarOutStillGiveConstantsInTheirRanges() throws {
        for extreme in [-60.0, 60] {
            for axis in MoodModel.Coordinates.ignorance.axes.indices {
                var place = MoodModel.Coordinates.ignorance
                place.axes[axis] = extreme
                try MoodModel(place, resting: MoodModel.shipped.restingLogScores).rounded.validate()
            }
        }
    }

    @Test func aSearchFindsTheLowPointOfABowl() {
        var search = PatternSearch()
        (search.lastStep, search.mostRounds) = (1e-4, 60)
        let found = search.minimum(from: [0, 0]) { ($0[0] - 3) * ($0[0] - 3) + 2 * ($0[1] + 1) * ($0[1] + 1) }
        #expect(abs(found.point[0] - 3) < 0.01 && abs(found.point[1] + 1) < 0.01)
    }

    @Test func readingsThatCannotBeUsedAreNamedWithTheirLine() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/a.csv"
            func message(_ text: String) throws -> String {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                do {
                    _ = try RecordedStream.load(path)
                    return "loaded"
                } catch {
                    return error.description
                }
            }
            let header = "time,angry,disgust,fear,happy,neutral,sad,surprise,x,y,width,height,pose\n"
            #expect(try message("time\n").contains("has no column \"pose\""))
            #expect(try message(header + "0.5,,,\n").contains("a.csv:2: not a look's time"))
            #expect(try message(header + "0.5,0.1,x,0,0,0,0,0,,,,,\n").contains("a.csv:2: not seven scores"))
            let whole = header + "0.5,,,,,,,,,,,,\n1.0,0.1,0,0,0.9,0,0,0,1,2,3,4,7\n"
            #expect(try message(whole).contains("a.json: cannot be read"))
            try #"{"truth":[{"mood":"happy","start":0,"end":2}],"slots":[]}"#
                .write(toFile: folder + "/a.json", atomically: true, encoding: .utf8)
            #expect(try message(whole) == "loaded")
            let stream = try RecordedStream.load(path)
            #expect(stream.looks.count == 2 && stream.looks[0].scores == nil && stream.looks[1].pose == 7)
            #expect(stream.looks[1].scores?.dominant == .happy)
        }
    }
}
