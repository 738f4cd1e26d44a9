import ControlProtocol
import ControlTestSupport
import Testing

@testable import EmotunesControl

@Suite struct RenderingTests {
    private func text(_ status: Status, colour: Bool = false) -> String {
        StatusText(status: status, now: TestSurroundings.now, calendar: .utc, style: Style(usesColour: colour))
            .lines.joined(separator: "\n")
    }

    @Test func statusIsRenderedForPeople() {
        #expect(
            text(Samples.status) == """
                EmoTunes 0.2.0 is watching, up 12 s
                • first start

                Mood       happy, 93 % sure, since 14:05 (10 min)
                           ████████████████████ 0.40 of 0.30 away from the playlist's

                Emotion    angry    ▎                      1 %
                           disgust  ▍                      2 %
                           fear     ▋                      3 %
                           happy    ████████████████      80 %
                           neutral  ▊                      4 %
                           sad      █                      5 %
                           surprise █                      5 %
                           over the last 40 looks at a face

                Playlist   7 for happy, 20 tracks, made 14:05 (9 min ago)
                           the mood went from neutral to happy
                           spotify  pending    offline
                           file     published  playlist.xspf  file:///playlist.xspf

                Camera     v4l2:/dev/video0, streaming
                           300 frames seen, 20 looked at, 18 with a face
                Spotify    asked to wait; asked to wait; not before 21:20
                Catalogue  412 tracks
                Library    500 songs in 512 files, 480 with a mood
                """)
    }

    @Test func libraryIsRenderedForPeople() {
        var report = Samples.library
        #expect(
            LibraryText(report: report, style: Style(usesColour: false)).lines.joined(separator: "\n") == """
                500 songs in 512 files; lists hold only these songs
                  /music
                  known by tags: 490 files; by name: 12
                  mood from a table: 400 songs; from their MOOD tag: 80; from their sound: 0; guessed by artist and genre: 15; unknown: 5
                  formats: 300 flac, 212 mp3
                  1 file: it is empty
                      /music/a.mp3
                """)
        report.folders = [LibraryFolder(path: "/nfs", state: .unreachable, detail: "it does not answer")]
        report.chooses = .all
        let lines = LibraryText(report: report, style: Style(usesColour: false)).lines
        #expect(lines[0].hasSuffix("lists hold songs of the whole catalogue (music.choose)"))
        #expect(lines[1] == "  unreachable: /nfs: it does not answer")
        report.state = .off
        #expect(LibraryText(report: report, style: Style(usesColour: false)).lines[1].contains("music.folders"))
    }

    @Test func emptyStatusSaysWhatToDo() {
        #expect(
            text(Samples.emptyStatus) == """
                EmoTunes 0.2.0 is without a camera, up 0 s

                Mood       none yet: EmoTunes has to see a face for a while first

                Playlist   none yet; `emotunesctl regenerate --mood happy` makes one now

                Camera     v4l2:auto, missing
                           There is no camera. Plug one in: EmoTunes finds it by itself.
                           0 frames seen, 0 looked at, 0 with a face
                Spotify    signed out
                Catalogue  0 tracks
                """)
    }

    @Test func statusShowsTheEndOfAPauseAndProblems() {
        var status = Samples.emptyStatus
        status.state = .paused
        status.pausedUntil = Timestamp(secondsSince1970: TestSurroundings.now.secondsSince1970 + 3600)
        #expect(text(status).hasPrefix("EmoTunes 0.2.0 is paused until 15:15, up 0 s\n"))
        status.camera.state = .failed
        status.camera.detail = "the driver does not answer"
        #expect(text(status).contains("\n           the driver does not answer\n"))
    }

    @Test func statusOfAnOldDaemonIsRendered() throws {
        let text = Samples.emptyStatusText.replacing(#","pausedUntil":null,"notices":[]"#, with: "").replacing(
            #","detail":null"#, with: "")
        let status = try JSONValue(parsing: text).decoded(as: Status.self)
        #expect(status.notices == nil && status.camera.detail == nil)
    }

    @Test(arguments: CameraState.allCases)
    func everyCameraStateIsShown(state: CameraState) {
        var status = Samples.status
        status.camera.state = state
        let word = state == .unrecognised ? "does not know" : state.rawValue
        #expect(text(status).contains("v4l2:/dev/video0, ") && text(status).contains(word))
        #expect(text(status).contains("does not know") == (state == .unrecognised))
    }

    @Test func coloursDoNotChangeTheText() {
        let coloured = text(Samples.status, colour: true)
        #expect(coloured.contains("\u{1B}[32mwatching\u{1B}[0m"))
        #expect(coloured.replacing(/\u{1B}\[[0-9]*m/, with: "") == text(Samples.status))
    }

    @Test func coloursNeedATerminalAndNoNoColor() {
        let world = TestSurroundings()
        #expect(!world.context.style.usesColour)
        world.isTerminal = true
        #expect(world.context.style.usesColour)
        world.environment = ["NO_COLOR": "1"]
        #expect(!world.context.style.usesColour)
        world.environment = ["NO_COLOR": ""]
        #expect(world.context.style.usesColour)
        world.environment = ["TERM": "dumb"]
        #expect(!world.context.style.usesColour)
    }

    private var playlist: Playlist {
        var playlist = Samples.playlist
        playlist.tracks[0].title = "Eine Kleine Nachtmusik"
        playlist.tracks[1].artists = ["美空ひばり"]
        return playlist
    }

    @Test func playlistIsRenderedAsATable() {
        let world = TestSurroundings()
        #expect(
            PlaylistText(playlist: playlist, explains: false, context: world.context).lines == [
                "Playlist 7 for happy, 2 tracks, made 14:05 (9 min ago)", "asked for", "",
                " 1  Eine Kleine Nachtmusik  B, C        energetic",
                " 2  spotify:track:y         美空ひばり  calm",
            ])
        #expect(
            PlaylistText(playlist: playlist, explains: true, context: world.context).lines.suffix(3) == [
                " 1  Eine Kleine Nachtmusik  B, C        energetic", "    0.75  lifts",
                " 2  spotify:track:y         美空ひばり  calm",
            ])
    }

    @Test(arguments: [30, 40, 60, 200])
    func playlistFitsTheTerminal(columns: Int) {
        let world = TestSurroundings()
        world.isTerminal = true
        world.size = (columns, 24)
        world.environment = ["NO_COLOR": "1"]
        let rows = PlaylistText(playlist: playlist, explains: false, context: world.context).lines.dropFirst(3)
        for row in rows { #expect(Columns.width(row) <= max(columns, 37)) }
        #expect(rows.joined().contains("…") == (columns < 50))
    }

    @Test func historyIsRenderedAsAList() {
        let text = HistoryText(
            history: Samples.history, now: Timestamp(secondsSince1970: 90_000), calendar: .utc,
            style: Style(usesColour: false))
        #expect(
            text.lines == [
                "Moods", "  1970-01-01 00:00 – 1970-01-01 00:01  neutral      1 min  90 % sure", "", "Shifts",
                "  1970-01-01 00:01  neutral → sad       80 % sure, held for 5 s", "", "Playlists",
                "  1970-01-01 00:01     1  sad       asked for",
            ])
        let empty = History(moods: [], shifts: [], playlists: [])
        #expect(
            HistoryText(history: empty, now: TestSurroundings.now, calendar: .utc, style: Style(usesColour: false))
                .lines
                == ["Nothing happened in this time."])
    }

    /// Numbers a broken daemon might send must be shown, not trapped on.
    @Test func extremeNumbersAreRendered() {
        var status = Samples.status
        status.uptimeSeconds = .greatestFiniteMagnitude
        status.camera.framesSeen = .min
        status.mood?.confidence = -1e300
        status.mood?.distance = 1e300
        status.mood?.threshold = 0
        status.mood?.since = Timestamp(secondsSince1970: .greatestFiniteMagnitude)
        status.emotion?.scores.happy = 1e300
        #expect(text(status).contains("? of 0.00"))
    }
}
