import ArgumentParser
import ControlProtocol
import EmotunesDaemon
import Glibc

/// `emotunesd`: watches, and keeps a playlist in step with the mood.
struct DaemonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emotunesd",
        abstract:
            "Watch the webcam, follow the mood of the person at the desk, and keep a 20-track playlist in step with it.",
        discussion: """
            Frames live in memory only. See `emotunesctl status` for what it sees, `emotunesctl pause` to close the camera.

            Exit status: 0 ended as asked, 64 wrong options, 66 a recording that is not there, 69 another daemon on the \
            same socket or in the same state folder, 70 a model or the cascade is missing, 73 the state folder cannot be \
            written, 78 a wrong configuration.

            Files: `/etc/emotunes/emotunesd.toml`, its drop-ins `/etc/emotunes/emotunesd.toml.d/*.toml`, \
            `~/.config/emotunes/emotunesd.toml`, its drop-ins, `--set`: the settings, put together key by key; the last of \
            these that has a key decides. See `emotunesctl config`. \
            `~/.local/state/emotunes`: history, feedback and the playlist files.

            Environment: `EMOTUNES_LOG_LEVEL=debug` also logs every request to Spotify, without what was sent.
            """,
        version: Release.version)

    @Option(
        help: ArgumentHelp("Configuration file, instead of all others and their drop-ins.", valueName: "file"),
        completion: .file())
    var config: String?
    @Option(
        help: ArgumentHelp(
            "Where frames come from: v4l2:auto, v4l2:PATH, pipewire:, pipewire:CAMERA, video:FILE, images:FOLDER or demo:emotion=seconds,…",
            valueName: "uri"))
    var source: String?
    @Option(help: ArgumentHelp("Control socket.", valueName: "path"), completion: .file())
    var socket: String?
    @Option(
        name: .customLong("state-dir"),
        help: ArgumentHelp("Folder for history and playlist files.", valueName: "folder"), completion: .directory)
    var stateFolder: String?
    @Option(
        name: .customLong("data-dir"),
        help: ArgumentHelp("Folder with models and starter catalogue.", valueName: "folder"), completion: .directory)
    var dataFolder: String?
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A setting over the files', e.g. --set mood.threshold=0.5; may be repeated.",
            valueName: "section.key=value"))
    var overrides: [String] = []
    @Flag(name: .customLong("until-end"), help: "End when a recorded source has ended and everything is written.")
    var endsWithSource = false
    @Flag(help: "Look at settings, models and folders, print what was found as JSON, and end: for emotunesctl doctor.")
    var check = false

    func run() {
        var options = DaemonOptions()
        options.configurationFile = config
        options.source = source
        options.socket = socket
        options.stateFolder = stateFolder
        options.dataFolder = dataFolder
        options.overrides = overrides
        options.endsWithSource = endsWithSource
        if check {
            let findings = SelfCheck(options).run()
            let text = (try? JSONValue(encoding: findings).prettyText) ?? ""
            StandardOutput.write(text, exitStatus: findings.hasProblems ? 1 : 0)
        }
        let status = Daemon.main(options)
        fflush(nil)
        // A thread may still hang in a camera's call, or be loading a library. Not exit, which takes C++'s global objects
        // from under it: the process died of a bad access.
        _exit(status)
    }
}

if let arguments = ControlCommandLines.arguments { ControlCommandLines.run(arguments) }

do {
    try DaemonCommand.parse().run()
} catch  where DaemonCommand.exitCode(for: error).isSuccess {
    // Help and version.
    StandardOutput.write(DaemonCommand.fullMessage(for: error), exitStatus: 0)
} catch {
    DaemonCommand.exit(withError: error)
}
