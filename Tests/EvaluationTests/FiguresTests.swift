import Testing

@testable import Evaluation

@Suite struct FiguresTests {
    @Test func calibrationErrorIsTheWeightedGap() {
        var bins = CalibrationBins()
        #expect(bins.error == 0)
        // Half right at 0.9 is off by 0.4; always right at 1.0 is off by nothing.
        for right in [true, false] { bins.add(confidence: 0.9, right: right) }
        for _ in 0..<2 { bins.add(confidence: 1.0, right: true) }
        #expect(abs(bins.error - 0.2) < 1e-9)
    }

    @Test func medians() {
        #expect(median([]) == 0)
        #expect(median([3, 1, 2]) == 2)
        #expect(median([4, 1, 2, 3]) == 2.5)
    }
}
