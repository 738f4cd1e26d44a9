import Charts
import FoundationEssentials

/// The model card's two pictures: what is taken for what, and whether the scores are as sure as they are right.
struct FacesPlot {
    let report: FacesReport
    let calibration: CalibrationBins

    /// Writes `confusion.svg` and `reliability.svg` into the folder, which is made if it is not there.
    ///
    /// - Throws: what the file system says.
    func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try confusion.write(toFile: folder + "/confusion.svg", atomically: true, encoding: .utf8)
        try reliability.write(toFile: folder + "/reliability.svg", atomically: true, encoding: .utf8)
    }

    var confusion: String {
        var picture = SVG(width: 620, height: 470)
        let matrix = ConfusionMatrix(names: FacesMeasurement.order, counts: report.fer2013.confusion)
        matrix.draw(
            in: &picture, frame: Box(left: 8, top: 8, width: 600, height: 450), rowName: "FER2013's label",
            columnName: "what the network says")
        return picture.file(title: "Confusion matrix of the emotion network on FER2013's seven classes")
    }

    var reliability: String {
        var picture = SVG(width: 480, height: 420)
        let box = Box(left: 0, top: 0, width: 480, height: 420).inset(left: 60, top: 40, right: 20, bottom: 48)
        let plot = Plot(box, x: 0...100, y: 0...100)
        plot.drawBottomAxis(in: &picture, name: "how sure the top score is, per cent")
        plot.drawLeftAxis(in: &picture, name: "how often it is right, per cent")
        picture.line(from: plot.point(0, 0), to: plot.point(100, 100), "axis")
        let most = Double(calibration.bins.map(\.count).max() ?? 1)
        var curve: [Point] = []
        for bin in calibration.bins where bin.count > 0 {
            let count = Double(bin.count)
            let point = plot.point(100 * bin.confidence / count, 100 * Double(bin.right) / count)
            curve.append(point)
            picture.circle(
                x: point.x, y: point.y, radius: 3 + 9 * (count / most).squareRoot(), ChartStyle.fill(1),
                note: "\(bin.count) faces, right \(percent(Double(bin.right) / count))")
        }
        picture.path(curve, ChartStyle.line(1))
        picture.text(
            "calibration error \(percent(report.ece)); a dot's area is its share of the faces", at: Point(60, 24), "ink"
        )
        return picture.file(title: "Reliability diagram of the scores in use")
    }
}
