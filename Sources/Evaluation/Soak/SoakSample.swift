import ControlProtocol

/// What a daemon took of the machine at one moment of a long run, as its status says.
struct SoakSample: Encodable {
    /// Since the daemon was started.
    var minutes: Double
    /// How much of the source's own time has been watched; at full speed that is more than `minutes`.
    var watchedHours: Double
    var residentMegabytes: Double
    var descriptors: Int, threads: Int
    var databaseKilobytes: Double
    /// How many playlists were made so far.
    var playlists: Int

    init?(_ status: Status, minutes: Double, framesPerSecond: Double) {
        guard let process = status.process else { return nil }
        self.minutes = minutes
        watchedHours = Double(status.camera.framesSeen) / framesPerSecond / 3600
        residentMegabytes = Double(process.residentBytes) / 1_048_576
        descriptors = process.descriptors
        threads = process.threads
        databaseKilobytes = Double(process.databaseBytes) / 1024
        playlists = status.playlist?.id ?? 0
    }
}

/// Whether a long run was flat: its last quarter held against its second one (the first is start-up).
struct SoakReport: Encodable {
    var samples: [SoakSample]

    private func median(_ quarter: Int, _ value: (SoakSample) -> Double) -> Double {
        let part = samples[samples.count * quarter / 4..<samples.count * (quarter + 1) / 4].map(value).sorted()
        return part.isEmpty ? 0 : part[part.count / 2]
    }

    /// Growth of the medians from the second quarter to the last.
    private func growth(_ value: (SoakSample) -> Double) -> Double { median(3, value) - median(1, value) }

    /// Memory that grows by more than this, in megabytes, counts as a leak.
    private static let allowedMegabytes = 2.0

    var isFlat: Bool {
        growth { $0.residentMegabytes } <= Self.allowedMegabytes && growth { Double($0.descriptors) } <= 0
            && growth { Double($0.threads) } <= 0
    }

    /// The rows of a table: what, in the second quarter, in the last one, largest of all.
    var rows: [(name: String, early: String, late: String, most: String)] {
        func row(
            _ name: String, _ places: Int, _ value: (SoakSample) -> Double
        ) -> (name: String, early: String, late: String, most: String) {
            (
                name, decimal(median(1, value), places), decimal(median(3, value), places),
                decimal(samples.map(value).max() ?? 0, places)
            )
        }
        return [
            row("resident memory, MB", 1) { $0.residentMegabytes },
            row("descriptors", 0) { Double($0.descriptors) },
            row("threads", 0) { Double($0.threads) },
            row("database, KB", 0) { $0.databaseKilobytes },
        ]
    }
}
