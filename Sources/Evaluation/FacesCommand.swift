import ArgumentParser

/// `emotunes-evaluate faces`: the classifier against labelled faces.
struct FacesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faces", abstract: "Accuracy and calibration of the emotion model on labelled faces.")

    @Option(help: "CSV of labelled faces; its sheets lie beside it.")
    var labels: String
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var data: DataOptions

    func run() throws {
        let report = try FacesMeasurement(classifier: try data.classifier()).report(on: try LabelledFaces.load(labels))
        if json { return try printJSON(report) }
        print("\(report.count) faces, \(decimal(report.millisecondsPerFace, 2)) ms CPU each")
        print(
            "FER2013, 7 classes  \(percent(report.fer2013.accuracy7))  of \(report.fer2013.n7)   macro F1 \(decimal(report.fer2013.macroF1, 3))"
        )
        print("FER2013, 4 classes  \(percent(report.fer2013.accuracy4))  of \(report.fer2013.n4)")
        print("FER+ majority       \(percent(report.ferplus.accuracy))  of \(report.ferplus.n)")
        print("calibration error   \(percent(report.ece))")
        for name in FacesMeasurement.order {
            guard let quality = report.fer2013.perClass[name] else { continue }
            let padded = name.padding(10)
            print(
                "  \(padded) precision \(percent(quality.precision))  recall \(percent(quality.recall))  F1 \(decimal(quality.f1, 3))"
            )
        }
    }
}

extension String {
    /// Filled up with spaces to `width` characters.
    func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
