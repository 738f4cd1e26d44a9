import Foundation
import TestSupport
import Testing

/// `kill -9` at random moments of an import: afterwards the catalogue is the old one or the new one, whole, and the
/// next import works. EMOTUNES_KILLS says how many moments (`make check-kill` takes 50); they are spread over the
/// phases.
@Suite(.serialized, .ownThread) struct ImportKillTests {
    private static let phases = ["read", "moods", "index", "commit"]
    private static let oldRows = 2_000
    private static let newRows = 30_000
    private static let starterRows = 418

    @Test func importKeepsOldOrNewCatalogueWhenKilled() throws {
        let wanted = ProcessInfo.processInfo.environment["EMOTUNES_KILLS"].flatMap { Int($0) } ?? 8
        let files = CatalogueFiles(folder: try TemporaryFolder())
        let old = try files.list("old.csv", "old", rows: Self.oldRows)
        let new = try files.list("new.csv", "new", rows: Self.newRows)
        #expect(try files.importing(old).status == 0)
        let before = try files.info()
        #expect(before.tracks == Self.starterRows + Self.oldRows)
        try FileManager.default.copyItem(atPath: files.state, toPath: files.folder.file("kept"))

        let lengths = try durations(files, new)
        try restore(files)
        var generator = SystemRandomNumberGenerator()
        var tally: [String: [Bool]] = [:]
        let share = (wanted + Self.phases.count - 1) / Self.phases.count
        for _ in 0..<(4 * wanted) {
            guard let wanted = Self.phases.first(where: { tally[$0, default: []].count < share }) else { break }
            let delay = Double.random(in: 0..<1, using: &generator) * (lengths[wanted] ?? 0.01)
            // Counted by the phase it was in, which may not be the one aimed at.
            if let phase = try kill(files, new, in: wanted, after: delay) {
                tally[phase, default: []].append(try check(files, before))
                let next = try files.importing(new)
                #expect(next.status == 0, "\(next.errorOutput)")
                #expect(try files.info().tracks == Self.starterRows + Self.oldRows + Self.newRows)
            }
            try restore(files)
        }
        for phase in Self.phases {
            let outcomes = tally[phase] ?? []
            print(
                "killed in \(phase): \(outcomes.count) times, \(outcomes.count { !$0 }) × old catalogue, \(outcomes.count { $0 }) × new"
            )
            #expect(outcomes.count >= share, "too few kills in \(phase)")
        }
    }

    private func restore(_ files: CatalogueFiles) throws {
        try FileManager.default.removeItem(atPath: files.state)
        try FileManager.default.copyItem(atPath: files.folder.file("kept"), toPath: files.state)
    }

    /// Checks that the catalogue is undamaged and either the old or the new one; returns whether it is the new one.
    private func check(_ files: CatalogueFiles, _ before: CatalogueFiles.Info) throws -> Bool {
        let info = try files.info()
        let isNew = info.sources.count == before.sources.count + 1
        if isNew {
            #expect(info.tracks == Self.starterRows + Self.oldRows + Self.newRows)
            #expect(info.sources.last?.tracks == Self.newRows)
        } else {
            #expect(info.sources == before.sources)
            #expect(info.tracks == before.tracks)
            #expect(info.index == "ready")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: files.state)
        #expect(!left.contains { $0.contains(".damaged-") }, "\(left)")
        return isNew
    }

    /// How long each phase takes without a kill, in seconds.
    private func durations(_ files: CatalogueFiles, _ new: String) throws -> [String: Double] {
        var lengths: [String: Double] = [:]
        var last: (phase: String, at: ContinuousClock.Instant)?
        let end = try TracedImport(files, new).run { phase in
            let now = ContinuousClock.now
            if let last { lengths[last.phase] = (now - last.at) / .seconds(1) }
            last = (phase, now)
            return nil
        }
        if let last { lengths[last.phase] = (end - last.at) / .seconds(1) }
        #expect(lengths.count == Self.phases.count)
        return lengths
    }

    /// Starts an import and kills it so many seconds after it entered the phase.
    /// - Returns: the phase it was in; nil if it had ended by then.
    private func kill(
        _ files: CatalogueFiles, _ new: String, in wanted: String, after delay: Double
    ) throws -> String? {
        let program = TracedImport(files, new)
        var last = ""
        _ = try program.run { phase in
            last = phase
            return phase == wanted ? delay : nil
        }
        return program.wasKilled ? last : nil
    }
}

/// An import that prints each phase it enters.
private final class TracedImport {
    private let process = Process()
    private let pipe = Pipe()
    private(set) var wasKilled = false

    init(_ files: CatalogueFiles, _ file: String) {
        process.executableURL = URL(fileURLWithPath: "\(Program.folder)/emotunesctl")
        process.arguments = ["catalogue", "import", file, "--state-dir", files.state]
        process.environment = [
            "HOME": files.folder.path, "EMOTUNES_DATA_DIR": Repository.path(""), "EMOTUNES_IMPORT_TRACE": "1",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
    }

    /// Runs it to its end.
    /// - Parameter entered: called for each phase; returns the seconds until the process is to be killed, or nil.
    /// - Returns: when it ended.
    func run(_ entered: (String) -> Double?) throws -> ContinuousClock.Instant {
        try process.run()
        try? pipe.fileHandleForWriting.close()
        var text = ""
        var told = 0
        while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            for line in lines.dropFirst(told) where line.hasPrefix("phase ") {
                guard let delay = entered(String(line.dropFirst("phase ".count))) else { continue }
                // A delay and not an event, as the time of the kill is what is tested.
                usleep(UInt32(delay * 1e6))
                kill(process.processIdentifier, SIGKILL)
            }
            told = lines.count
        }
        process.waitUntilExit()
        wasKilled = process.terminationReason == .uncaughtSignal
        return .now
    }
}
