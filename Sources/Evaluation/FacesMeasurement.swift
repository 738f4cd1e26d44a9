import FaceAnalysis
import Glibc

/// Runs the shipped classifier over labelled faces and counts.
struct FacesMeasurement {
    static let order = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
    private static let four: Set<String> = ["angry", "happy", "sad", "neutral"]
    /// Measurements left out of the timing while caches warm up.
    private static let warmUp = 20

    let classifier: EmotionClassifier

    /// - Throws: `FaceAnalysisError` if the network fails.
    func report(on faces: [LabelledFace]) throws -> FacesReport {
        let ferHead = head(named: "fer2013"), plusHead = head(named: "ferplus")
        let scoring = classifier.manifest.scores
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: Self.order.count), count: Self.order.count)
        var four = (right: 0, count: 0), plus = (right: 0, count: 0)
        var calibration = CalibrationBins()
        var times: [Double] = []
        for face in faces {
            let began = threadSeconds()
            let logits = try classifier.logits(for: face.pixels)
            times.append(threadSeconds() - began)
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
                plus.count += 1
                if best(of: votes, among: nil) == truth { plus.right += 1 }
            }
            let truth = scoring == "fer2013" ? face.fer2013 : face.ferplus
            if let truth {
                let used = probabilities(scoring, logits)
                let top = best(of: used, among: nil)
                calibration.add(confidence: used[top] ?? 0, right: top == truth)
            }
        }
        return FacesReport(
            count: faces.count, fer2013: sevenClasses(confusion, four),
            ferplus: .init(n: plus.count, accuracy: ratio(plus.right, plus.count)), ece: calibration.error,
            millisecondsPerFace: 1000 * median(Array(times.dropFirst(min(Self.warmUp, times.count / 2)))))
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

/// Expected calibration error (Naeini et al. 2015): top-label confidence in 15 bins of equal width.
struct CalibrationBins {
    private static let count = 15
    private var bins = [(n: Int, right: Int, confidence: Double)](repeating: (0, 0, 0), count: Self.count)

    mutating func add(confidence: Double, right: Bool) {
        let index = min(Self.count - 1, max(0, Int(confidence * Double(Self.count))))
        bins[index].n += 1
        bins[index].right += right ? 1 : 0
        bins[index].confidence += confidence
    }

    /// 0 perfect to 1; 0 when nothing was added.
    var error: Double {
        let total = bins.reduce(0) { $0 + $1.n }
        guard total > 0 else { return 0 }
        return bins.reduce(0) { $0 + abs(Double($1.right) - $1.confidence) } / Double(total)
    }
}

func ratio(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }

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
