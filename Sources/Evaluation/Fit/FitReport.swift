import Emotions
import MoodTracking

/// What `emotunes-evaluate fit` found, for print and as JSON.
struct FitReport: Encodable {
    /// One constant as it is in use and as it was fitted.
    struct Constant: Encodable {
        var name: String
        var used: Double, fitted: Double
    }

    /// How one set of constants did on one set of streams.
    struct Line: Encodable {
        var constants: String, streams: String
        var count: Int
        var changes: Int, detected: Int, falseShifts: Int
        var medianDelaySeconds: Double?, p90DelaySeconds: Double?
        /// What the fit made least of, on these streams alone.
        var cost: Double
    }

    var constants: [Constant]
    var lines: [Line]

    init(used: MoodModel, fitted: MoodModel, fit: MoodFit, checks: [(name: String, streams: [RecordedStream])]) {
        constants = Self.constants(used, fitted)
        let sets =
            [("streams of the fit", fit.streams), ("days of the fit", fit.days)] + checks.map { ($0.name, $0.streams) }
        lines = sets.filter { !$0.1.isEmpty }.flatMap { name, streams in
            [("used", used), ("fitted", fitted)].map { Self.line($0.0, $0.1, name, streams, fit.policy) }
        }
    }

    /// The corrections are compared with their means taken off: only differences among them count.
    private static func constants(_ used: MoodModel, _ fitted: MoodModel) -> [Constant] {
        func mean(_ values: EmotionValues) -> Double {
            Emotion.allCases.reduce(0) { $0 + values[$1] } / Double(Emotion.allCases.count)
        }
        let usedMean = mean(used.priorCorrection), fittedMean = mean(fitted.priorCorrection)
        return Emotion.allCases.map {
            Constant(
                name: "priorCorrection.\($0)", used: used.priorCorrection[$0] - usedMean,
                fitted: fitted.priorCorrection[$0] - fittedMean)
        } + [
            Constant(name: "temperature", used: used.temperature, fitted: fitted.temperature),
            Constant(name: "outlierShare", used: used.outlierShare, fitted: fitted.outlierShare),
        ]
            + Emotion.allCases.map {
                Constant(
                    name: "transitionPrior.\($0)", used: used.transitionPrior[$0], fitted: fitted.transitionPrior[$0])
            } + [
                Constant(
                    name: "expectedDwellFactor", used: used.expectedDwellFactor, fitted: fitted.expectedDwellFactor)
            ]
            + Emotion.allCases.map {
                Constant(
                    name: "restingLogScores.\($0)", used: used.restingLogScores[$0], fitted: fitted.restingLogScores[$0]
                )
            }
    }

    private static func line(
        _ constants: String, _ model: MoodModel, _ name: String, _ streams: [RecordedStream], _ policy: MoodPolicy
    ) -> Line {
        var score = RecordedScore()
        for stream in streams { score.add(stream.score(StreamReplay(stream, model: model, policy: policy).shifts)) }
        return Line(
            constants: constants, streams: name, count: streams.count, changes: score.changes,
            detected: score.detected, falseShifts: score.falseShifts,
            medianDelaySeconds: score.delays.isEmpty ? nil : median(score.delays),
            p90DelaySeconds: score.delay(quantile: 0.9),
            cost: MoodFit(streams: streams, policy: policy).cost(of: model))
    }

    /// The report for a person.
    var text: String {
        var rows = ["constant                   used      fitted    difference"]
        rows += constants.map { constant in
            [
                constant.name.padding(25), decimal(constant.used, 4).padding(8), decimal(constant.fitted, 4).padding(8),
                decimal(constant.fitted - constant.used, 4),
            ].joined(separator: "  ")
        }
        rows.append("")
        rows.append("streams              constants  number  changes  detected  false  median delay  p90      cost")
        rows += lines.map { line in
            [
                line.streams.padding(19), line.constants.padding(9), "\(line.count)".padding(6),
                "\(line.changes)".padding(7), "\(line.detected)".padding(8), "\(line.falseShifts)".padding(5),
                (line.medianDelaySeconds.map { decimal($0, 1) + " s" } ?? "–").padding(12),
                (line.p90DelaySeconds.map { decimal($0, 1) + " s" } ?? "–").padding(7), decimal(line.cost, 4),
            ].joined(separator: "  ")
        }
        return rows.joined(separator: "\n")
    }
}
