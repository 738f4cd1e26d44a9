import ArgumentParser
import FaceAnalysis
import FoundationEssentials
import Glibc
import Media
import VideoCapture

/// `emotunes-evaluate bench`: what looking costs.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "CPU time and memory of watching: one look, one face, and the daemon as a whole.")

    @Option(help: "The daemon to watch.")
    var daemon: String?
    @Option(help: "What that daemon watches.")
    var source = "demo:neutral=600,happy=600"
    @Option(help: "How long it runs before it is measured, in seconds.")
    var settle: UInt32 = 40
    @Flag(help: "Leave single looks and faces out.")
    var onlyDaemon = false
    @Option(help: "How long to watch the daemon, in seconds.")
    var seconds = 60
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var look: LookOptions

    func run() throws {
        let report = BenchReport(
            look: onlyDaemon ? nil : try lookCost(), face: onlyDaemon ? nil : try faceCost(),
            daemon: try daemon.map {
                try DaemonWatch(path: $0, dataFolder: look.data.dataFolder, source: source, settleSeconds: settle).run(
                    seconds: seconds)
            })
        if json { return try printJSON(report) }
        if let face = report.face {
            print(
                "one face classified: \(decimal(face, 2)) ms CPU (crop to scores, one thread, median of 300 after warm-up)"
            )
        }
        if let look = report.look {
            print(
                "one look: \(decimal(look, 2)) ms CPU (640×480 drawn face: gate, search, crop, scores; one thread, median of 120)"
            )
        }
        if let watched = report.daemon {
            print(
                "daemon at 2 looks a second, \(source), \(watched.seconds) s after \(settle) s: \(decimal(watched.percentOfOneCore, 2)) % of one core, \(decimal(watched.residentMegabytes, 1)) MB resident (peak \(decimal(watched.peakMegabytes, 1))), \(watched.threads) threads (/proc/PID/stat, status)"
            )
        }
    }

    private func faceCost() throws -> Double {
        let classifier = try look.data.classifier()
        let side = classifier.manifest.side
        let pixels = (0..<side * side).map { UInt8(truncatingIfNeeded: $0 &* 37 >> 3) }
        var times: [Double] = []
        for _ in 0..<320 {
            let began = threadSeconds()
            _ = try classifier.scoringLogits(for: pixels, once: true)
            times.append(threadSeconds() - began)
        }
        return 1000 * median(Array(times.dropFirst(20)))
    }

    private func lookCost() throws -> Double {
        let analyser = try look.analyser()
        let source = try SourceAddress(parsing: "demo:neutral=30,happy=40?speed=max").open(waker: try CaptureWaker())
        var frame = GreyFrame(), times: [Double] = [], due: Double = 0
        while try source.next(notBefore: .init(seconds: due), into: &frame) == .frame, times.count < 140 {
            due = frame.time.seconds + 0.5
            let began = threadSeconds()
            _ = try analyser.read(frame)
            times.append(threadSeconds() - began)
        }
        return 1000 * median(Array(times.dropFirst(20)))
    }
}

/// What `bench --json` prints.
struct BenchReport: Encodable {
    /// CPU milliseconds a look and a classified face.
    var look: Double?, face: Double?
    var daemon: DaemonWatch.Figures?
}
