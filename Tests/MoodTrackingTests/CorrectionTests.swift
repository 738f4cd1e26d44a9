import Emotions
import Glibc
import Media
import MoodTracking
import TestSupport
import Testing

@Suite struct CorrectionTests {
    /// A face that reads as sad rather than neutral, and that feels nothing in particular.
    private static let sadAtRest = EmotionScores { $0 == .sad ? 0.62 : $0 == .neutral ? 0.28 : 0.02 }

    @discardableResult
    private func play(
        _ engine: inout MoodEngine, _ scores: EmotionScores, from start: Double, seconds: Double
    ) -> [(at: Double, shift: MoodShift)] {
        stride(from: start, to: start + seconds, by: 0.5).flatMap { time in
            engine.observe(scores, pose: restless(at: time), at: MediaTime(seconds: time)).compactMap {
                if case .shifted(let shift) = $0 { (time, shift) } else { nil }
            }
        }
    }

    /// An engine that has called `mood`, after a minute of it.
    private func settled(_ mood: Emotion) -> MoodEngine {
        var engine = MoodEngine(policy: MoodPolicy(), model: .shipped)
        play(&engine, .mostly(mood), from: 0, seconds: 60)
        return engine
    }

    @Test func aHeldMoodIsMovedByNoLook() {
        var engine = settled(.neutral)
        engine.hold(.happy, at: MediaTime(seconds: 60))
        #expect(play(&engine, .mostly(.sad), from: 60, seconds: 600).isEmpty)
        #expect(engine.mood?.name == .happy && engine.playlistMood == .happy)
        #expect(engine.confidence == 1 && engine.distance == 0)
    }

    @Test func theEndOfAHoldIsNoShiftByItself() {
        var engine = settled(.neutral)
        engine.hold(.happy, at: MediaTime(seconds: 60))
        play(&engine, .mostly(.sad), from: 60, seconds: 600)
        engine.release()
        #expect(play(&engine, .mostly(.happy), from: 660, seconds: 600).isEmpty)
        #expect(engine.mood?.name == .happy)
    }

    @Test func afterAHoldTheLooksDecideWithFreshEvidence() throws {
        var engine = settled(.neutral)
        engine.hold(.happy, at: MediaTime(seconds: 60))
        play(&engine, .mostly(.sad), from: 60, seconds: 600)
        engine.release()
        let found = try #require(play(&engine, .mostly(.sad), from: 660, seconds: 120).first)
        #expect(found.shift.from == .happy && found.shift.to == .sad)
        #expect(found.at >= 680)
    }

    @Test func threeCorrectionsEndTheFalseShiftsOfASadFace() {
        var told = settled(.neutral), silent = settled(.neutral)
        var lessons: [EmotionValues] = [], time = 60.0, falseShifts = 0
        for _ in 0..<3 {
            falseShifts += play(&told, Self.sadAtRest, from: time, seconds: 180).count
            play(&silent, Self.sadAtRest, from: time, seconds: 240)
            time += 180
            lessons.append(told.lesson(.neutral, at: MediaTime(seconds: time)).offsets)
            told.resting.take(lessons)
            told.hold(.neutral, at: MediaTime(seconds: time))
            falseShifts += play(&told, Self.sadAtRest, from: time, seconds: 60).count
            told.release()
            time += 60
        }
        #expect(falseShifts >= 1)
        #expect(play(&told, Self.sadAtRest, from: time, seconds: 3600).isEmpty)
        #expect(told.mood?.name == .neutral)
        play(&silent, Self.sadAtRest, from: time, seconds: 600)
        #expect(silent.mood?.name == .sad, "without a word the same face is still taken for a sad one")
    }

    @Test func realSadnessIsStillFoundAfterThreeCorrections() {
        var engine = settled(.neutral)
        play(&engine, Self.sadAtRest, from: 60, seconds: 120)
        let lesson = engine.lesson(.neutral, at: MediaTime(seconds: 180)).offsets
        engine.resting.take([lesson, lesson, lesson])
        engine.hold(.neutral, at: MediaTime(seconds: 180))
        engine.release()
        play(&engine, .mostly(.neutral), from: 180, seconds: 60)
        #expect(play(&engine, .mostly(.sad, 0.95), from: 240, seconds: 300).map(\.shift.to) == [.sad])
    }

    /// What was believed need not be what the middle look shows: the filter goes by all of them.
    @Test func aMoodThatWasCalledIsTaughtThoughTheMiddleLookIsNeutral() {
        // Three looks in ten are sad, and the others sadder than an ordinary face.
        let calm = EmotionScores { $0 == .neutral ? 0.93 : $0 == .sad ? 0.06 : 0.002 }
        var engine = settled(.sad)
        engine.hold(.sad, at: MediaTime(seconds: 60))
        for number in 0..<240 {
            let look = number % 10 < 3 ? EmotionScores.mostly(.sad) : calm
            _ = engine.observe(look, pose: number, at: MediaTime(seconds: 60 + Double(number) / 2))
        }
        engine.release()
        let lesson = engine.lesson(.neutral, at: MediaTime(seconds: 180))
        #expect(lesson.read == .neutral)
        #expect(lesson.offsets[.sad] == MoodParameters.Corrections().mostStep)
        #expect(Emotion.allCases.allSatisfy { $0 == .sad || lesson.offsets[$0] == 0 })
    }

    @Test func anOrdinaryFaceTeachesNothingOfAMoodThatLasted() {
        var engine = settled(.sad)
        // It has been neutral for a minute and a half, and the mood is still another.
        let rest = EmotionScores { exp(MoodModel.shipped.restingLogScores[$0]) }
        engine.hold(.sad, at: MediaTime(seconds: 60))
        play(&engine, rest, from: 60, seconds: 90)
        engine.release()
        let lesson = engine.lesson(.neutral, at: MediaTime(seconds: 150))
        #expect(lesson.read == .neutral && lesson.looks >= 100)
        #expect(!lesson.teaches, "\(lesson.offsets)")
    }

    @Test func aSlipTakesLittleAlsoWhereSomethingWasTaught() {
        let bounds = MoodParameters.Corrections()
        var engine = settled(.sad)
        // A sad face, and "happy" said of it by mistake.
        engine.resting.take([EmotionValues { $0 == .sad ? bounds.mostStep : 0 }])
        #expect(engine.lesson(.happy, at: MediaTime(seconds: 60)).offsets[.sad] == bounds.mostStep)
        #expect(engine.lesson(.neutral, at: MediaTime(seconds: 60)).offsets[.sad] > bounds.mostStep)
        // Too little to tell a habit of the face by.
        engine.resting.take([EmotionValues { $0 == .sad ? bounds.margin / 2 : 0 }])
        #expect(engine.lesson(.neutral, at: MediaTime(seconds: 60)).offsets[.sad] == bounds.mostStep)
    }

    @Test func whatIsSaidASecondTimeIsBelievedMore() {
        let bounds = MoodParameters.Corrections(), much = EmotionValues { $0 == .sad ? 5 : 0 }
        var resting = settled(.sad).resting
        resting.take([much, much])
        #expect(resting.taught[.sad] == bounds.mostStep + bounds.mostAgain)
        // Once the first is taken back the second counts as the first.
        resting.take([much])
        #expect(resting.taught[.sad] == bounds.mostStep)
        // Another emotion's is a first one.
        resting.take([much, EmotionValues { $0 == .angry ? 5 : 0 }])
        #expect(resting.taught[.angry] == bounds.mostStep)
    }

    @Test func whatWasSaidByASlipIsNamedAgain() {
        var engine = settled(.sad)
        let moment = MediaTime(seconds: 60)
        let right = engine.lesson(.neutral, at: moment)
        let wrong = engine.lesson(.happy, at: moment)
        #expect(right.teaches && wrong.teaches)
        engine.resting.take([wrong.offsets])
        engine.hold(.happy, at: moment)
        play(&engine, .mostly(.sad), from: 60, seconds: 30)
        let later = MediaTime(seconds: 90)
        // What is known of the face at rest has gone on by half a minute.
        func isAsBefore(_ lesson: CorrectionLesson, _ before: CorrectionLesson) -> Bool {
            lesson.read == before.read && lesson.looks == before.looks
                && Emotion.allCases.allSatisfy { abs(lesson.offsets[$0] - before.offsets[$0]) < 0.01 }
        }
        #expect(isAsBefore(engine.lesson(.neutral, afterSlip: []), right))
        engine.hold(.neutral, at: later, isAfterSlip: true)
        #expect(engine.mood?.name == .neutral && engine.playlistMood == .neutral)
        // And once more.
        #expect(isAsBefore(engine.lesson(.happy, afterSlip: []), wrong))
    }

    @Test func looksNamedByASlipThatWasTakenBackTeach() {
        var engine = settled(.sad)
        let moment = MediaTime(seconds: 60)
        let right = engine.lesson(.neutral, at: moment)
        engine.hold(.happy, at: moment)
        engine.release(isSlip: true)
        #expect(engine.lesson(.neutral, at: moment).looks == right.looks)
        engine.hold(.happy, at: moment)
        engine.release()
        #expect(engine.lesson(.neutral, at: moment).looks == 0)
    }

    @Test func oneWrongCorrectionIsBoundedAndFades() {
        var engine = settled(.happy)
        let lesson = engine.lesson(.neutral, at: MediaTime(seconds: 60))
        #expect(lesson.read == .happy && lesson.teaches)
        let most = MoodParameters.Corrections().mostStep
        #expect(Emotion.allCases.allSatisfy { abs(lesson.offsets[$0]) <= most })
        engine.resting.take([lesson.offsets])
        engine.hold(.neutral, at: MediaTime(seconds: 60))
        engine.release()
        #expect(play(&engine, .mostly(.happy), from: 60, seconds: 300).map(\.shift.to) == [.happy])

        // Days of an ordinary face give most of it back.
        let face = EmotionScores { MoodModel.shipped.restingLogScores[$0] > -3 ? 0.4 : 0.02 }
        var fresh = engine.resting, old = engine.resting, never = engine.resting
        never.take([])
        for _ in 0..<(8 * 3600) { old.learn(face, seconds: 1); never.learn(face, seconds: 1) }
        fresh.forget()
        let loss = { (resting: RestingExpression) in resting.corrected(face)[.happy] / face[.happy] }
        #expect(loss(old) / loss(never) > loss(fresh))
    }

    @Test func aFaceThatShowsNothingTeachesNothing() {
        let lesson = settled(.neutral).lesson(.happy, at: MediaTime(seconds: 60))
        #expect(lesson.read == .neutral && !lesson.teaches && lesson.looks >= 20)
    }

    @Test func looksOfLongAgoTeachNothing() {
        let engine = settled(.sad)
        #expect(engine.lesson(.neutral, at: MediaTime(seconds: 65)).teaches)
        let later = engine.lesson(.neutral, at: MediaTime(seconds: 400))
        #expect(later.looks == 0 && later.read == nil && !later.teaches)
    }

    @Test func togetherCorrectionsTakeNoMoreThanTheirBoundAndAreTakenBack() {
        var resting = settled(.sad).resting
        let before = resting
        let lesson = EmotionValues { $0 == .sad ? 5 : 0 }
        resting.take([lesson])
        #expect(resting.taught[.sad] == MoodParameters.Corrections().mostStep)
        resting.take(Array(repeating: lesson, count: 40))
        #expect(resting.taught[.sad] == MoodParameters.Corrections().mostTotal)
        #expect(resting.corrected(.mostly(.sad))[.sad] < before.corrected(.mostly(.sad))[.sad])
        resting.take([])
        #expect(resting == before)
    }

    @Test func looksThatWereNamedTeachNothingAgain() {
        var engine = settled(.sad)
        let moment = MediaTime(seconds: 60)
        #expect(engine.lesson(.neutral, at: moment).teaches)
        engine.hold(.neutral, at: moment)
        for mood in [Emotion.happy, .neutral, .happy] {
            let lesson = engine.lesson(mood, at: moment)
            #expect(lesson.looks == 0 && !lesson.teaches)
        }
    }

    @Test func lessonsThatTeachNothingUndoNone() {
        var resting = settled(.sad).resting
        let lesson = EmotionValues { $0 == .sad ? 0.5 : 0 }, nothing = EmotionValues { _ in 0 }
        resting.take([lesson] + Array(repeating: nothing, count: 40))
        #expect(resting.taught[.sad] == 0.5)
    }

    @Test func aListThatWasMadeForAnotherMoodStaysAfterTheHold() {
        var engine = settled(.neutral)
        engine.hold(.happy, at: MediaTime(seconds: 60))
        engine.madePlaylist(for: .sad)
        engine.release()
        #expect(engine.mood?.name == .happy && engine.playlistMood == .sad)
    }

    @Test func whatWasTakenTooMuchIsGivenBack() {
        var engine = settled(.neutral)
        engine.resting.take(Array(repeating: EmotionValues { $0 == .sad ? 0.7 : 0 }, count: 3))
        let sadNow = EmotionScores { $0 == .sad ? 0.36 : $0 == .neutral ? 0.63 : 0.002 }
        play(&engine, sadNow, from: 60, seconds: 120)
        let lesson = engine.lesson(.sad, at: MediaTime(seconds: 180))
        #expect(lesson.read == .neutral && lesson.offsets[.sad] < 0)
    }
}
