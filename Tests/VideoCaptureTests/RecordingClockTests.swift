import Testing

@testable import VideoCapture

@Suite struct RecordingClockTests {
    private func times(_ told: [Double], rate: Double = 30) -> [Double] {
        var clock = RecordingClock(rate: rate)
        return told.enumerated().map { clock.time(number: $0.offset, told: $0.element) }
    }

    /// Times rounded to milliseconds change nothing: a recording gives the same result as ever.
    @Test func evenFramesAreCounted() {
        let told = (0..<100).map { (Double($0) / 29.97 * 1000).rounded() / 1000 }
        #expect(times(told, rate: 29.97) == (0..<100).map { Double($0) / 29.97 })
    }

    /// A phone that filmed 30 frames a second, and 5 in the dark, on the whole 12.
    @Test func unevenFramesComeWhenTheFileSays() {
        let told = (0..<30).map { Double($0) / 30 } + (1...20).map { 1 + Double($0) / 5 }
        let got = times(told, rate: 12)
        #expect(abs((got.last ?? 0) - 5) < 0.001)
        #expect(got == got.sorted())
        #expect(abs(got[29] - 29.0 / 30) < 0.001)
    }

    @Test(arguments: [Double.nan, 0, -1])
    func aFileThatTellsNoTimesIsCounted(nothing: Double) {
        let got = times([Double](repeating: nothing, count: 10), rate: 10)
        #expect(got == (0..<10).map { Double($0) / 10 })
    }

    @Test func theFirstFrameIsAtZeroWhateverItsTime() {
        #expect(times([5, 5.1, 5.2], rate: 10) == [0, 0.1, 0.2])
    }

    @Test func timeNeverGoesBack() {
        let got = times([0, 1, 0.5, .nan, 2], rate: 10)
        #expect(got == [0, 1, 1, 1, 2])
    }

    @Test func aRepeatedFileGoesOnBehindItsEnd() {
        var clock = RecordingClock(rate: 10)
        let first = [0.0, 1, 3].enumerated().map { clock.time(number: $0.offset, told: $0.element) }
        clock.beginAgain()
        let second = [0.0, 1, 3].enumerated().map { clock.time(number: $0.offset, told: $0.element) }
        #expect(first == [0, 1, 3])
        #expect(zip(second, [3.1, 4.1, 6.1]).allSatisfy { abs($0 - $1) < 1e-9 })
    }
}
