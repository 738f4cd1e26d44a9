import ArgumentParser
import Curation

/// `emotunes-evaluate faces`: the classifier against labelled faces.
struct FacesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faces", abstract: "Accuracy and calibration of the emotion model on labelled faces.")

    @Option(help: "CSV of labelled faces; its sheets lie beside it.")
    var labels: String
    @Flag(help: "Print one JSON object.")
    var json = false
    @Option(help: "Write a confusion matrix and a reliability diagram into this folder.")
    var plot: String?
    @Option(help: "Add noise until the faces stand out from it by this factor.")
    var contrast: Double?
    @Option(help: "Flatten the faces to this deviation, in grey values.")
    var deviation: Double?
    @OptionGroup var data: DataOptions

    func validate() throws {
        if [contrast, deviation].contains(where: { $0.map { $0 <= 0 } ?? false }) {
            throw ValidationError("--contrast and --deviation must be above 0")
        }
    }

    func run() throws {
        let measurement = FacesMeasurement(classifier: try data.classifier())
        var faces = try LabelledFaces.load(labels)
        if contrast != nil || deviation != nil {
            var generator = SeededGenerator(seed: 1)
            faces = faces.map { $0.degraded(deviation: deviation, contrast: contrast, &generator) }
        }
        let (report, calibration) = try measurement.measure(faces)
        if let plot { try FacesPlot(report: report, calibration: calibration).write(to: plot) }
        if json { return try printJSON(report) }
        print("\(report.count) faces, \(decimal(report.millisecondsPerFace, 2)) ms CPU each")
        let seven = report.fer2013, votes = report.ferplus
        print("FER2013, 7 classes  \(share(seven.accuracy7, seven.n7))   macro F1 \(decimal(seven.macroF1, 3))")
        print("FER2013, 4 classes  \(share(seven.accuracy4, seven.n4))")
        print("FER+ majority       \(share(votes.accuracy, votes.n))")
        print("FER+ mean recall    \(percent(votes.meanRecall))  over \(votes.recall.count) classes")
        print("calibration error   \(percent(report.ece))")
        for name in FacesMeasurement.order {
            guard let quality = report.fer2013.perClass[name] else { continue }
            let padded = name.padding(10)
            print(
                "  \(padded) precision \(percent(quality.precision))  recall \(percent(quality.recall))  F1 \(decimal(quality.f1, 3))"
            )
        }
        print(
            "  FER+ recall "
                + LabelledFaces.emotions.compactMap { name in
                    votes.recall[name].map { "\(name) \(percent($0))" }
                }.joined(separator: ", "))
    }
}

/// A share and what it is of, with its 95 % interval.
func share(_ share: Double, _ count: Int) -> String {
    let interval = interval(share, of: count)
    let range = "\(decimal(interval.lowerBound * 100, 1)) to \(decimal(interval.upperBound * 100, 1))"
    return "\(percent(share))  of \(count)  (95 %: \(range))"
}

extension String {
    /// Filled up with spaces to `width` characters.
    func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
