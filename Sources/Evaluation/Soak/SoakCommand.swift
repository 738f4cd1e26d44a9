import ArgumentParser
import ControlProtocol
import ControlSocket
import FoundationEssentials
import Glibc

/// `emotunes-evaluate soak`: a long run of the daemon, watched from outside.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Run the daemon for long and see whether memory, descriptors, threads and database stay flat.")

    @Option(help: "The daemon to run.")
    var daemon: String
    @Option(help: "How long, in minutes.")
    var minutes = 60.0
    @Option(help: "What it watches. Ended by ?speed=max&repeat=forever, days pass in minutes.")
    var source = "demo:neutral=600,happy=600,sad=600?repeat=forever"
    @Option(help: "Frames in a second of the source, to tell how much of it was watched; the drawn face has 10.")
    var framesPerSecond = 10.0
    @Option(help: "A setting of the daemon's, as its own --set takes it.")
    var set: [String] = []
    @Option(help: "Seconds between two looks at its status.")
    var every: UInt32 = 20
    @Option(help: "Write the figures over time as a picture.", completion: .file())
    var plot: String?
    @Flag(help: "Print one JSON object, with every sample.")
    var json = false
    @OptionGroup var data: DataOptions

    func run() throws {
        let report = SoakReport(samples: try samples())
        guard report.samples.count >= 8 else {
            throw EvaluationError("\(report.samples.count) samples are too few: run longer, or look more often")
        }
        if let plot {
            try Data(SoakPlot(samples: report.samples).svg.utf8).write(to: URL(fileURLWithPath: plot))
        }
        if json { try printJSON(report) } else { say(report) }
        guard report.isFlat else { throw ExitCode(1) }
    }

    private func samples() throws -> [SoakSample] {
        let settings = set.flatMap { ["--set", $0] }
        let running = try RunningDaemon(daemon, source: source, dataFolder: data.dataFolder, more: settings)
        defer { running.stop() }
        let began = ContinuousClock.now
        var samples: [SoakSample] = []
        while true {
            sleep(every)
            let passed = (ContinuousClock.now - began) / .seconds(60)
            guard kill(running.process, 0) == 0, waitpid(running.process, nil, WNOHANG) == 0 else {
                throw EvaluationError("the daemon ended after \(decimal(passed, 1)) minutes; its lines above say why")
            }
            let status = try Self.status(at: running.socket)
            guard let sample = SoakSample(status, minutes: passed, framesPerSecond: framesPerSecond) else {
                throw EvaluationError("\(daemon) does not say what it takes of the machine: it is an older version")
            }
            samples.append(sample)
            if passed >= minutes { return samples }
        }
    }

    /// A connection for each, as programs come and go.
    private static func status(at socket: String) throws -> Status {
        var client = try ControlClient.connect(to: [SocketLocation(path: socket, ownsFolder: false)])
        // A daemon at full speed on a busy machine may take its time.
        let reply = try client.call(.getStatus, timeout: .seconds(60))
        guard let status = reply["status"] else { throw EvaluationError("the daemon's reply holds no status") }
        return try status.decoded(as: Status.self)
    }

    private func say(_ report: SoakReport) {
        guard let last = report.samples.last else { return }
        print(
            "\(source): \(decimal(last.minutes, 0)) minutes, \(decimal(last.watchedHours, 1)) hours watched, \(last.playlists) playlists, \(report.samples.count) samples\n"
        )
        print("| what | second quarter, median | last quarter, median | most |\n|---|---|---|---|")
        for row in report.rows { print("| \(row.name) | \(row.early) | \(row.late) | \(row.most) |") }
        print("\n\(report.isFlat ? "flat" : "NOT flat")")
    }
}
