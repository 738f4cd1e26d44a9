import FoundationEssentials
import Glibc
import Platform
import Testing

/// Starts a script in the place of what opens addresses.
@Suite struct BrowserTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("emotunes-\(UUID().uuidString)")

    private func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// A script that tells about itself in the file that is its address.
    private func opener() throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let script = """
            #!/bin/sh
            { echo $$; cut -d' ' -f6 /proc/$$/stat; grep SigIgn /proc/$$/status | cut -f2; } >"$1"
            """
        try Data(script.utf8).write(to: URL(fileURLWithPath: file("opener")))
        chmod(file("opener"), 0o700)
        return file("opener")
    }

    @Test func outlivesTheTerminalAndHearsEverySignal() throws {
        let opener = try opener()
        defer { try? FileManager.default.removeItem(at: folder) }
        let before = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, before) }
        let process = try #require(Browser.open(file("told"), environment: ["DISPLAY": ":0"], opener: opener))
        // It is waited for: a child that has ended and was not is there for ever.
        var isThere = true
        for _ in 0..<1000 where isThere {
            isThere = kill(process, 0) == 0
            if isThere { usleep(10_000) }
        }
        #expect(!isThere)
        let told = try String(contentsOfFile: file("told"), encoding: .utf8).split(separator: "\n")
        #expect(told.prefix(2) == ["\(process)", "\(process)"])
        // The C library keeps 32 and above to itself.
        let ignored = try #require(told.last.flatMap { UInt64($0, radix: 16) })
        #expect(ignored & 0x7FFF_FFFF == 0)
    }

    @Test func isNotOpenedWithoutADesktop() {
        #expect(Browser.open("x", environment: [:], opener: "/bin/true") == nil)
        #expect(Browser.open("x", environment: ["WAYLAND_DISPLAY": "w"], opener: "/nonexistent/opener") == nil)
    }
}
