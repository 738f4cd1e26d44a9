package import ArgumentParser
import CommandArguments
import Configuration
import FaceAnalysis
import FoundationEssentials
import SongMoodModel

/// `emotunes-evaluate`: measures the product through the very code that ships.
package struct EvaluateCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "emotunes-evaluate", abstract: "Measure how well EmoTunes sees and decides.",
        discussion: "Options that several commands have (--json, --data-dir) may also stand before the command.",
        subcommands: [
            FacesCommand.self, PhotographsCommand.self, StreamCommand.self, ClipsCommand.self, SimulateCommand.self,
            CorrectionsCommand.self,
            FitCommand.self,
            SongsCommand.self, SoundCommand.self,
            BenchCommand.self, CatalogueBenchCommand.self, RecommendCommand.self, SoakCommand.self,
        ])

    package init() {}

    /// The options that several commands have, and whether a value follows.
    static let sharedOptions = LeadingOptions(["--json": false, "--data-dir": true])

    /// Runs the process's own command line and ends it.
    package static func main() -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            main(try sharedOptions.moved(in: arguments, of: Self.self))
        } catch {
            exit(withError: error)
        }
        exit()
    }
}

/// Where models and cascade are found; every measurement needs them.
struct DataOptions: ParsableArguments {
    @Option(name: .customLong("data-dir"), help: "Where models are, instead of the installed or the checkout's folder.")
    var dataFolder: String?

    /// - Throws: `LocationError` or `FaceAnalysisError` saying what is missing or damaged.
    func classifier() throws -> EmotionClassifier {
        OpenCVRuntime.configure()
        return try EmotionClassifier(folder: Locations().dataFolder(flag: dataFolder).emotionModelFolder())
    }

    /// - Throws: `LocationError` or `SongMoodModelError` saying what is missing or damaged.
    func songMoodModel() throws -> SongMoodModel {
        try SongMoodModel(contentsOf: Locations().dataFolder(flag: dataFolder).songMoodModel())
    }

}

/// What a measurement that looks at frames needs: models, and which detector finds the faces.
struct LookOptions: ParsableArguments {
    @Option(help: "What finds faces: network or haar.")
    var detector = CameraSettings.Detector.network
    @OptionGroup var data: DataOptions

    /// - Throws: `LocationError` or `FaceAnalysisError` saying what is missing or damaged.
    func analyser() throws -> FaceAnalyser {
        let folder = Locations().dataFolder(flag: data.dataFolder)
        let classifier = try data.classifier()
        let finder: any FaceFinder =
            switch detector {
            case .network: NetworkFaceFinder(search: try NetworkFaceSearch(folder: folder.faceDetectorFolder()))
            case .haar: HaarFaceFinder(cascade: try HaarCascade(path: folder.faceCascade()))
            }
        return FaceAnalyser(finder: finder, classifier: classifier)
    }
}

extension CameraSettings.Detector: ExpressibleByArgument {}

/// Prints a report as one JSON object.
func printJSON(_ report: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(report), as: UTF8.self))
}

/// A share as a percentage with one decimal.
func percent(_ share: Double) -> String { decimal(share * 100, 1) + " %" }

/// A number with `places` decimals.
func decimal(_ value: Double, _ places: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "–" }
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let units = Int((abs(value) * scale).rounded()), whole = Int(scale)
    let sign = value < 0 && units > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(units)" }
    let fraction = String(units % whole)
    return "\(sign)\(units / whole)." + String(repeating: "0", count: places - fraction.count) + fraction
}
