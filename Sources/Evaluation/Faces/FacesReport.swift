/// What `emotunes-evaluate faces --json` prints; the keys are a contract.
struct FacesReport: Encodable {
    /// Agreement with FER2013's labels.
    struct SevenClasses: Encodable {
        var n7: Int
        var accuracy7: Double
        var n4: Int
        var accuracy4: Double
        var macroF1: Double
        var perClass: [String: Quality]
        /// Rows are true labels, columns predictions, both in `FacesMeasurement.order`.
        var confusion: [[Int]]
    }

    /// One class's figures.
    struct Quality: Encodable {
        var precision: Double, recall: Double, f1: Double
    }

    /// Agreement with FER+'s strict majority over eight classes.
    struct Majority: Encodable {
        var n: Int
        var accuracy: Double
        /// Mean of the classes' recalls, every class that occurs counting the same.
        var meanRecall: Double
        /// By FER+'s names; a class that does not occur is absent.
        var recall: [String: Double]
    }

    var count: Int
    var fer2013: SevenClasses
    var ferplus: Majority
    /// Expected calibration error of the head the daemon uses.
    var ece: Double
    /// CPU, preprocessing and forward, one thread, median.
    var millisecondsPerFace: Double
}
