import DemoFace
import Emotions
import Foundation
import TestSupport

/// `Tests/Faults/hang.c`, built, and the pictures its camera shows.
struct HangLibrary {
    let folder: TemporaryFolder
    static let picturesOfEach = 12
    static let moods: [Emotion] = [.neutral, .happy]

    init() throws {
        folder = try TemporaryFolder()
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Swift's own compiler for C where there is no other.
        let any = "if command -v cc >/dev/null; then cc \"$@\"; else clang \"$@\"; fi"
        compiler.arguments = [
            "-c", any, "cc", "-shared", "-fPIC", "-O1", "-o", path, Repository.path("Tests/Faults/hang.c"),
        ]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        var face = DemoFace(), pictures = Data(), pixels = [UInt8](repeating: 0, count: 640 * 480)
        for mood in Self.moods {
            for number in 0..<Self.picturesOfEach {
                // Far enough apart for the head to have moved.
                face.draw(emotion: mood, time: Double(number) * 4, into: &pixels, width: 640, height: 480)
                pictures.append(contentsOf: pixels)
            }
        }
        try pictures.write(to: URL(fileURLWithPath: picturesPath))
    }

    var path: String { folder.file("hang.so") }
    var picturesPath: String { folder.file("pictures") }
}

/// A daemon of which calls can be made to hang, one kind each.
final class HangingDaemon {
    /// What hangs, as `hang.c` reads it.
    let lines: [String]
    /// Words of the notice that names it.
    let named: String
    private let folder: TemporaryFolder
    private let daemon: Program

    /// - Parameters:
    ///   - lines: FOLDER stands for the daemon's folder, as in the settings.
    ///   - account: the daemon has this account.
    ///   - mood: what the camera shows; nil for a dark room.
    init(
        _ library: HangLibrary, _ lines: [String], named: String, settings: [String] = [],
        environment: [String: String] = [:], account: SpotifyTests.Setting? = nil, shows mood: Emotion? = nil
    ) throws {
        let folder = try account?.folder ?? TemporaryFolder()
        self.folder = folder
        self.named = named
        let here = { (text: String) in text.replacing("FOLDER", with: folder.path) }
        self.lines = lines.map(here)
        try FileManager.default.createDirectory(atPath: folder.file("music"), withIntermediateDirectories: true)
        mkfifo(folder.file("camera"), 0o600)
        var all = [
            "LD_PRELOAD": library.path, "EMOTUNES_TEST_HANG": folder.file("hang"),
            "EMOTUNES_TEST_PICTURES": folder.file("shown"),
        ]
        if mood != nil { all["EMOTUNES_TEST_FRAMES"] = library.picturesPath }
        all.merge(environment) { $1 }
        let source = "v4l2:" + folder.file("camera")
        if let account {
            daemon = account.daemon(source, environment: all)
        } else {
            daemon = Program(
                "emotunesd",
                ["--source", source, "--state-dir", folder.file("state"), "--socket", folder.file("control")]
                    + settings.flatMap { ["--set", here($0)] }, in: folder, environment: all)
        }
        if let mood { try show(mood) }
    }

    func start() throws { try daemon.start() }

    func kill() { daemon.send(SIGKILL) }

    /// Whether it has said these words in its journal so far.
    func hasSaid(_ words: String) -> Bool { daemon.errorOutputSoFar.contains(words) }

    /// What the camera shows from now on.
    func show(_ mood: Emotion) throws {
        let first = (HangLibrary.moods.firstIndex(of: mood) ?? 0) * HangLibrary.picturesOfEach
        try write("\(first) \(HangLibrary.picturesOfEach)", to: "shown")
    }

    func hang() throws { try write(lines.map { $0 + "\n" }.joined(), to: "hang") }

    func release() throws { try write("", to: "hang") }

    private func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }

    func ask(_ arguments: String...) throws -> Program.Outcome {
        try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder).run()
    }

    /// Without waiting for the answer.
    func askInTheBackground(_ arguments: String...) throws {
        try Program("emotunesctl", arguments + ["--socket", folder.file("control")], in: folder, as: "background")
            .start()
    }

    func status() throws -> Glance { Glance(try object("status")) }

    func history(_ part: String) throws -> [[String: Any]] { try object("history")[part] as? [[String: Any]] ?? [] }

    private func object(_ command: String) throws -> [String: Any] {
        let outcome = try ask(command, "--json")
        guard outcome.status == 0 else { return [:] }
        return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
    }

    /// Asks for the status until it is as wanted.
    @discardableResult func wait(
        _ what: String, seconds: Double = 60, until isReached: (Glance) -> Bool
    ) throws -> Glance {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            let status = try status()
            if isReached(status) { return status }
            guard ContinuousClock.now < deadline else {
                throw SpotifyTests.Setting.TimedOut(
                    last:
                        "\(what) did not come; hung: \(lines); \(status.object); \(daemon.errorOutputSoFar.suffix(2000))"
                )
            }
        }
    }
}

/// What matters of a status.
struct Glance {
    let object: [String: Any]

    init(_ object: [String: Any]) { self.object = object }

    var state: String? { object["state"] as? String }
    var camera: String? { (object["camera"] as? [String: Any])?["state"] as? String }
    var looks: Int { (object["camera"] as? [String: Any])?["framesAnalysed"] as? Int ?? 0 }
    var mood: String? { (object["mood"] as? [String: Any])?["name"] as? String }

    /// Whether a notice, or the camera's detail, has these words.
    func names(_ words: String) -> Bool {
        let detail = (object["camera"] as? [String: Any])?["detail"] as? String
        let notices = object["notices"] as? [String] ?? []
        return (notices + [detail ?? ""]).contains { $0.contains(words) }
    }

    /// Whether every target that is on says that it shows this playlist.
    func isPublished(_ id: Int) -> Bool {
        guard let playlist = object["playlist"] as? [String: Any], playlist["id"] as? Int == id else { return false }
        let states = (playlist["publishing"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
        return states.contains("published") && states.allSatisfy { $0 == "published" || $0 == "off" }
    }
}

/// A message bus that takes connections and says nothing.
final class SilentBus {
    private let folder: TemporaryFolder
    private let descriptor: Int32

    init() throws {
        folder = try TemporaryFolder()
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: folder.file("bus").utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0, listen(descriptor, 8) == 0 else { throw FolderError(number: errno) }
    }

    var address: String { "unix:path=" + folder.file("bus") }

    /// Resets the open connections.
    func close() { Foundation.close(descriptor) }
}
