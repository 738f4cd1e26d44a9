import Foundation
import TestSupport
import Testing

/// Imports by the built programs: full disk, huge lines, and a running daemon.
@Suite(.serialized, .ownThread) struct ImportSurroundingsTests {
    private let files: CatalogueFiles

    init() throws {
        files = CatalogueFiles(folder: try TemporaryFolder())
    }

    /// A limit on file sizes simulates a full disk: writes beyond it fail.
    @Test(arguments: [200, 2000, 5000])
    func importKeepsOldCatalogueWhenTheDiskIsFull(kilobytes: Int) throws {
        #expect(try files.importing(try files.list("old.csv", "old", rows: 100)).status == 0)
        let before = try files.info()
        let new = try files.list("new.csv", "new", rows: 60_000)
        let full = Program(
            shell: "ulimit -f \(kilobytes); exec \"$0\" \"$@\"", "emotunesctl",
            ["catalogue", "import", new, "--state-dir", files.state], in: files.folder)
        let outcome = try full.run()
        #expect(outcome.status == 1)
        #expect(outcome.errorOutput.split(separator: "\n").last?.hasPrefix("emotunesctl: cannot write") == true)
        #expect(outcome.errorOutput.contains("free some space"), "\(outcome.errorOutput)")
        #expect(try files.info() == before)
        #expect(try files.importing(new).status == 0)
        #expect(try files.info().tracks == 418 + 100 + 60_000)
    }

    /// A pipe holds a line of 300 MB that is never kept; EMOTUNES_LINE_MEGABYTES makes it longer.
    @Test func importSkipsAnEndlessLineInConstantMemory() throws {
        let megabytes = ProcessInfo.processInfo.environment["EMOTUNES_LINE_MEGABYTES"].flatMap { Int($0) } ?? 300
        let script = """
            mkfifo "$HOME/pipe"
            { printf 'artist,title\\nA,One\\nA,'; head -c \(megabytes)M /dev/zero | tr '\\0' x; printf '\\nA,Two\\n'; } \
            > "$HOME/pipe" &
            ulimit -v 400000
            exec "$0" "$@"
            """
        let program = Program(
            shell: script, "emotunesctl",
            ["catalogue", "import", files.folder.file("pipe"), "--json", "--state-dir", files.state], in: files.folder)
        let outcome = try program.run()
        #expect(outcome.status == 0, "\(outcome.errorOutput)")
        #expect(outcome.output.contains("longer than 1048576 bytes"))
        #expect(try files.info().tracks == 418 + 2)
    }

    @Test func daemonNoticesAnImport() throws {
        let daemon = Program(
            "emotunesd",
            [
                "--source", "demo:happy=600?repeat=forever", "--state-dir", files.state, "--socket",
                files.folder.file("control"),
            ], in: files.folder)
        try daemon.start()
        defer { _ = try? daemon.wait(seconds: 20) }
        defer { daemon.send(SIGTERM) }
        // The daemon's own message is awaited, so no sleep is needed.
        let watch = Program(
            shell: """
                until "$0" status --socket "$HOME/control" >/dev/null 2>&1; do sleep 0.1; done
                "$0" watch --json --socket "$HOME/control" > "$HOME/watched" &
                watching=$!
                # A change is noticed by who has read what there was before; the socket answers sooner than that.
                until grep -q '"tracks":418\\b' "$HOME/watched"; do sleep 0.1; done
                "$0" "$@" || exit 9
                until grep -q '"tracks":700\\b' "$HOME/watched"; do sleep 0.1; done
                kill -9 $watching
                "$0" regenerate --socket "$HOME/control" --mood happy
                """, "emotunesctl",
            ["catalogue", "import", try files.list("new.csv", "new", rows: 282), "--state-dir", files.state],
            in: files.folder)
        let outcome = try watch.run(seconds: 120)
        #expect(outcome.status == 0, "\(outcome.errorOutput) \(daemon.errorOutputSoFar)")
        #expect(daemon.errorOutputSoFar.contains("the catalogue has changed: 700 tracks"))
    }

    @Test func tracksKnownByIdOnlyAreNotOffered() throws {
        var text = "uri,labels,danceability,energy,loudness,speechiness,acousticness,instrumentalness,liveness,valence,"
        text += "tempo,duration (ms)\n"
        for number in 10_000..<13_000 {
            text += "spotify:track:aaaaaaaaaaaaaaaaa\(number),1,0.6,0.7,-6,0.05,0.1,0.0,0.1,0.9,120,200000\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: files.folder.file("ids.csv")))
        #expect(try files.importing(files.folder.file("ids.csv")).status == 0)
        #expect(try files.info().tracks == 3418)
        let daemon = Program(
            "emotunesd",
            [
                "--source", "demo:happy=40?speed=max", "--until-end", "--state-dir", files.state, "--socket",
                files.folder.file("control"),
            ], in: files.folder)
        #expect(try daemon.run().status == 0)
        let playlist = try String(contentsOfFile: files.state + "/playlist.xspf", encoding: .utf8)
        #expect(playlist.components(separatedBy: "<track>").count == 21)
        // The list has a creator of its own.
        #expect(playlist.components(separatedBy: "<creator>").count == 22)
        #expect(!playlist.contains("aaaaaaaaaaaaaaaaa"))
    }
}
