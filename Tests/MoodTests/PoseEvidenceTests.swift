import Testing

@testable import Mood

@Suite struct PoseEvidenceTests {
    private let there = FacePlace(x: 320, y: 240, size: 200)

    /// The weights of looks half a second apart, all of one face at `place`.
    private func weight(_ evidence: inout PoseEvidence, seconds: Double, at place: FacePlace) -> Double {
        (0..<Int(seconds * 2)).reduce(0) { sum, _ in
            sum + evidence.weigh(.mostly(.sad), at: place, seconds: 0.5, elapsed: 0.5)
        }
    }

    @Test func aPoseHeldLongCountsLittleMoreThanOneHeldShortly() {
        var short = PoseEvidence(), long = PoseEvidence()
        let few = weight(&short, seconds: 4, at: there), many = weight(&long, seconds: 20, at: there)
        #expect(few > 0.5)
        #expect(many < 2.5 * few)
    }

    @Test func aFaceThatMovedCountsAnew() {
        var still = PoseEvidence(), moving = PoseEvidence()
        _ = weight(&still, seconds: 10, at: there)
        _ = weight(&moving, seconds: 10, at: there)
        let again = weight(&still, seconds: 2, at: there)
        let elsewhere = weight(&moving, seconds: 2, at: FacePlace(x: 380, y: 240, size: 200))
        #expect(elsewhere > 2 * again)
    }

    @Test func anotherExpressionCountsAnewWhereTheFaceKeepsStill() {
        var evidence = PoseEvidence()
        _ = weight(&evidence, seconds: 10, at: there)
        let same = evidence.weigh(.mostly(.sad), at: there, seconds: 0.5, elapsed: 0.5)
        let other = evidence.weigh(.mostly(.happy), at: there, seconds: 0.5, elapsed: 0.5)
        #expect(other > 3 * same)
    }

    @Test func aDetectorThatTremblesIsNoMovement() {
        var evidence = PoseEvidence()
        _ = weight(&evidence, seconds: 5, at: there)
        let held = (0..<20).reduce(0.0) { sum, number in
            let shake = number.isMultiple(of: 2) ? 4.0 : -4
            let place = FacePlace(x: 320 + shake, y: 240 - shake, size: 200 + shake)
            return sum + evidence.weigh(.mostly(.sad), at: place, seconds: 0.5, elapsed: 0.5)
        }
        #expect(held < 1.5)
    }

    @Test func restlessnessCountsNoFasterThanTheAllowance() {
        var evidence = PoseEvidence()
        let total = (0..<40).reduce(0.0) { sum, number in
            let place = FacePlace(x: number.isMultiple(of: 2) ? 250 : 390, y: 240, size: 200)
            return sum + evidence.weigh(.mostly(.sad), at: place, seconds: 0.5, elapsed: 0.5)
        }
        #expect(total <= 1 + 20 / evidence.allowanceSeconds)
    }
}
