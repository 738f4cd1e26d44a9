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

    @Test func intervalsAreWilsons() {
        // 69 of 100: 0.5937 to 0.7724, as published tables have it.
        let seen = interval(0.69, of: 100)
        #expect(abs(seen.lowerBound - 0.5937) < 5e-4 && abs(seen.upperBound - 0.7724) < 5e-4)
        #expect(interval(1, of: 10).upperBound > 0.9999 && interval(0, of: 10).lowerBound < 1e-4)
        #expect(interval(0, of: 0) == 0...1)
    }

    @Test func picturesShowEveryCount() {
        var bins = CalibrationBins()
        for _ in 0..<3 { bins.add(confidence: 0.9, right: true) }
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: 7), count: 7)
        confusion[0][0] = 41
        confusion[2][5] = 1234
        let report = FacesReport(
            count: 3,
            fer2013: .init(
                n7: 3, accuracy7: 0, n4: 0, accuracy4: 0, macroF1: 0, perClass: [:], confusion: confusion),
            ferplus: .init(n: 0, accuracy: 0, meanRecall: 0, recall: [:]), ece: bins.error, millisecondsPerFace: 1)
        let plot = FacesPlot(report: report, calibration: bins)
        #expect(plot.confusion.contains("1234") && plot.confusion.contains("disgust"))
        #expect(plot.reliability.contains("3 faces, right 100.0 %") && plot.reliability.contains("error 10.0 %"))
    }

    @Test func rareClassesCountAsMuchAsCommonOnes() {
        var count = RecallCount()
        #expect(count.meanRecall == 0 && count.accuracy == 0)
        for right in [true, true, true, false] { count.add("neutral", right: right) }
        count.add("fear", right: false)
        #expect(count.recall == ["neutral": 0.75, "fear": 0])
        #expect(count.accuracy == 0.6 && count.meanRecall == 0.375)
    }

    @Test func medians() {
        #expect(median([]) == 0)
        #expect(median([3, 1, 2]) == 2)
        #expect(median([4, 1, 2, 3]) == 2.5)
    }
}
