import FaceAnalysis
import Glibc

/// Runs the shipped classifier over labelled faces and counts.
struct FacesMeasurement {
    static let order = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
    private static let four: Set<String> = ["angry", "happy", "sad", "neutral"]
    /// Measurements left out of the timing while caches warm up.
    private static let warmUp = 20
    private static let timed = 600

    let classifier: EmotionClassifier

    /// - Throws: `FaceAnalysisError` if the network fails.
    func report(on faces: [LabelledFace]) throws -> FacesReport { try measure(faces).report }

    /// The report, and how sure the scores in use were beside how often they were right.
    ///
    /// - Throws: `FaceAnalysisError` if the network fails.
    func measure(_ faces: [LabelledFace]) throws -> (report: FacesReport, calibration: CalibrationBins) {
        let ferHead = head(named: "fer2013"), plusHead = head(named: "ferplus")
        let scoring = classifier.manifest.scores
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: Self.order.count), count: Self.order.count)
        var four = (right: 0, count: 0), plus = RecallCount()
        var calibration = CalibrationBins()
        let cost = try millisecondsPerFace(faces)
        for face in faces {
            let logits = try classifier.logits(for: face.pixels)
            let fer = probabilities(ferHead, logits)
            if let truth = face.fer2013, let row = Self.order.firstIndex(of: truth) {
                if let column = Self.order.firstIndex(of: best(of: fer, among: nil)) { confusion[row][column] += 1 }
                if Self.four.contains(truth) {
                    four.count += 1
                    if best(of: fer, among: Self.four) == truth { four.right += 1 }
                }
            }
            let votes = probabilities(plusHead, logits)
            if let truth = face.ferplus {
                plus.add(truth, right: best(of: votes, among: nil) == truth)
            }
            let truth = scoring == "fer2013" ? face.fer2013 : face.ferplus
            if let truth {
                let used = probabilities(scoring, logits)
                let top = best(of: used, among: nil)
                calibration.add(confidence: used[top] ?? 0, right: top == truth)
            }
        }
        let report = FacesReport(
            count: faces.count, fer2013: sevenClasses(confusion, four),
            ferplus: .init(
                n: plus.count, accuracy: plus.accuracy, meanRecall: plus.meanRecall, recall: plus.recall),
            ece: calibration.error, millisecondsPerFace: cost)
        return (report, calibration)
    }

    /// CPU time of what the daemon does for a face, the median over some of them.
    private func millisecondsPerFace(_ faces: [LabelledFace]) throws -> Double {
        let times = try faces.prefix(Self.timed).map { face in
            let began = threadSeconds()
            _ = try classifier.scoringLogits(for: face.pixels)
            return threadSeconds() - began
        }
        return 1000 * median(Array(times.dropFirst(min(Self.warmUp, times.count / 2))))
    }

    /// The head of that name, or the only one there is: it then answers both questions.
    private func head(named name: String) -> String {
        classifier.manifest.heads[name] != nil ? name : classifier.manifest.scores
    }

    private func probabilities(_ head: String, _ logits: [String: [Float]]) -> [String: Double] {
        guard let description = classifier.manifest.heads[head], let values = logits[head], let top = values.max()
        else { return [:] }
        let weights = values.map { exp(Double($0 - top) / description.temperature) }
        let sum = weights.reduce(0, +)
        return Dictionary(uniqueKeysWithValues: zip(description.labels, weights.map { $0 / sum }))
    }

    private func best(of scores: [String: Double], among allowed: Set<String>?) -> String {
        scores.filter { allowed?.contains($0.key) ?? true }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    }

    private func sevenClasses(_ confusion: [[Int]], _ four: (right: Int, count: Int)) -> FacesReport.SevenClasses {
        var perClass: [String: FacesReport.Quality] = [:]
        for (i, name) in Self.order.enumerated() {
            let right = confusion[i][i]
            let precision = ratio(right, confusion.reduce(0) { $0 + $1[i] }),
                recall = ratio(right, confusion[i].reduce(0, +))
            let sum = precision + recall
            perClass[name] = .init(precision: precision, recall: recall, f1: sum > 0 ? 2 * precision * recall / sum : 0)
        }
        let count = confusion.joined().reduce(0, +)
        return .init(
            n7: count, accuracy7: ratio(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }, count), n4: four.count,
            accuracy4: ratio(four.right, four.count),
            macroF1: perClass.values.reduce(0) { $0 + $1.f1 } / Double(Self.order.count), perClass: perClass,
            confusion: confusion)
    }
}

/// Counts by true label what was told right.
struct RecallCount {
    private var right: [String: Int] = [:], shown: [String: Int] = [:]

    mutating func add(_ label: String, right isRight: Bool) {
        shown[label, default: 0] += 1
        if isRight { right[label, default: 0] += 1 }
    }

    var count: Int { shown.values.reduce(0, +) }

    func count(of label: String) -> Int { shown[label] ?? 0 }

    /// 0 to 1; 0 when nothing was added.
    var accuracy: Double { ratio(right.values.reduce(0, +), count) }

    /// The share told right of each label that occurs.
    var recall: [String: Double] {
        Dictionary(uniqueKeysWithValues: shown.map { ($0.key, ratio(right[$0.key] ?? 0, $0.value)) })
    }

    /// Mean over the labels that occur; 0 when nothing was added.
    var meanRecall: Double { shown.isEmpty ? 0 : recall.values.reduce(0, +) / Double(shown.count) }
}

func ratio(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }

/// The 95 % interval of a share of `count` seen as `share`, both 0 to 1 (Wilson 1927).
func interval(_ share: Double, of count: Int) -> ClosedRange<Double> {
    guard count > 0 else { return 0...1 }
    let n = Double(count), z = 1.959964
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return max(0, middle - half)...min(1, middle + half)
}

/// The middle value, the mean of the two middle ones for an even count; 0 for none.
func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted(), half = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
}

/// CPU time of the calling thread in seconds.
func threadSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
}
