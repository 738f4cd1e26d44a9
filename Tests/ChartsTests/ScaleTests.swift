import Testing

@testable import Charts

@Suite struct ScaleTests {
    @Test func scaleMapsDomainToRange() {
        let scale = LinearScale(0...10, from: 100, to: 0)
        #expect(scale(0) == 100)
        #expect(scale(10) == 0)
        #expect(scale(2.5) == 75)
    }

    @Test func ticksAreRoundAndInsideTheDomain() {
        #expect(LinearScale(0...1, from: 0, to: 1).ticks(about: 5) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
        #expect(LinearScale(-40...2, from: 0, to: 1).ticks(about: 4) == [-40, -20, 0])
        #expect(LinearScale(1925...2024, from: 0, to: 1).ticks(about: 5) == [1940, 1960, 1980, 2000, 2020])
        #expect(LinearScale(0...0.003, from: 0, to: 1).ticks(about: 3).count == 4)
    }

    @Test func singleValueHasAnAxis() {
        let scale = LinearScale(7...7, from: 0, to: 100)
        #expect(scale(7) == 50)
        #expect(scale.ticks(about: 3).contains(7))
    }

    @Test func labelsHaveNoNeedlessDecimals() {
        #expect(SVG.number(3) == "3")
        #expect(SVG.number(3.1) == "3.1")
        #expect(SVG.number(-0.05) == "-0.05")
        #expect(SVG.number(2.004) == "2")
        #expect(SVG.number(-0.001) == "0")
        #expect(SVG.number(.nan) == "0")
        #expect(LinearScale.label(-20) == "−20")
    }
}
