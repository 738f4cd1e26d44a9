import ControlProtocol
import ControlSocket
import Curation
import DaemonConfiguration
import FaceAnalysis
import Foundation
import Logging
import Mood
import Music
import PlaylistFiles
import ServiceLifecycle
import StateStore
import Storage
import SystemIntegration
import UnixSignals
import VideoCapture

/// The composition root: builds every part from options and settings, joins them, and runs them until the end.
package struct Daemon: Sendable {
    private let options: DaemonOptions
    private let locations = Locations()
    private let journal: Journal
    private let logger: Logger

    init(options: DaemonOptions, logger: Logger) {
        self.options = options
        self.logger = logger
        journal = Journal(logger)
    }

    /// Runs the daemon; returns the process's exit status when it has ended.
    package static func main(_ options: DaemonOptions) -> Int32 {
        // A core file would hold the last frame.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // Before any other thread runs: libsystemd reads the environment.
        SystemLogging.bootstrap(to: .current(environment: ProcessInfo.processInfo.environment))
        let logger = Logger(label: "emotunesd")
        let outcome = ExitStatus()
        Task.detached {
            let daemon = Daemon(options: options, logger: logger)
            do throws(DaemonFailure) {
                try await daemon.run()
                outcome.set(0)
            } catch {
                daemon.journal.failure(error.description)
                outcome.set(error.status.rawValue)
            }
        }
        return outcome.wait()
    }

    private func run() async throws(DaemonFailure) {
        let configuration = try self.configuration()
        let address = try sourceAddress(configuration.settings)
        let parts = try assemble(configuration.settings, address)
        defer { parts.server.stop() }
        await join(parts)
        await announceStart(parts, configuration)
        await parts.spotify.start(
            configuration.settings, maker(configuration.settings, parts.catalogue, parts.store))

        let watching = WatchService(
            watcher: parts.watcher, control: parts.watch, conductor: parts.conductor,
            settled: { [account = parts.spotify.account] in await account.settle() })
        let ending: ServiceGroupConfiguration.ServiceConfiguration.TerminationBehavior =
            options.endsWithSource ? .gracefullyShutdownGroup : .ignore
        var group = ServiceGroupConfiguration(
            services: [
                .init(
                    service: watching, successTerminationBehavior: ending,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: RetryService(conductor: parts.conductor)),
                .init(service: SpotifyService(account: parts.spotify.account)),
                .init(service: ReloadService(control: parts.control)),
                .init(service: ManagerService(conductor: parts.conductor)),
                .init(service: PresenceService(presence: parts.presence)),
            ], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() })
        // Ending must not wait for a camera call that hangs.
        group.maximumGracefulShutdownDuration = .milliseconds(1500)
        group.maximumCancellationDuration = .milliseconds(200)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let failure as DaemonFailure {
            throw failure
        } catch {
            throw DaemonFailure(.software, error)
        }
        if options.endsWithSource, let trouble = await parts.conductor.present.0.trouble {
            throw DaemonFailure(.cannotCreate, trouble)
        }
        await parts.conductor.remember()
        try? parts.store.close()
        try? parts.catalogue.close()
    }

    private struct Parts {
        var catalogue: Catalogue
        var store: StateStore
        var watch: WatchControl
        var watcher: Watcher
        var presence: PresenceWatch
        var conductor: Conductor
        var spotify: SpotifyAssembly
        var control: DaemonControl
        var server: ControlServer
        var damaged: [DamagedFile]
    }

    private func assemble(_ settings: Settings, _ address: SourceAddress) throws(DaemonFailure) -> Parts {
        OpenCVRuntime.configure()
        let stateFolder = try attempt(.cannotCreate) { try locations.stateFolder(flag: options.stateFolder) }
        let data = locations.dataFolder(flag: options.dataFolder)
        // Models first: they are what a broken installation lacks, and nothing is written before they load.
        let analyser = try attempt(.software) { try Self.analyser(data) }
        let starter = try attempt(.software) { try StarterCatalogue(csv: Self.bytes(data.starterCatalogue())) }
        try attempt(.cannotCreate) { try Folder.create(stateFolder) }
        let listener = try listen(stateFolder)
        let now = Date()
        let store = try attempt(.cannotCreate) { try StateStore(openingIn: stateFolder, now: now) }
        let opening = try attempt(.cannotCreate) { try Catalogue.open(in: stateFolder, starter: starter, now: now) }
        let watch = try attempt(.software) {
            try WatchControl(
                address: address, looksPerSecond: settings.camera.looksPerSecond, when: settings.camera.when)
        }
        let conductor = Conductor(
            policy: settings.mood.policy, maker: maker(settings, opening.catalogue, store),
            publisher: publisher(settings, store, stateFolder), journal: journal, isRecording: !address.isCamera)
        let catalogue = opening.catalogue
        let presence = PresenceService.watch(for: watch, logger: logger)
        let account = SpotifyAccount(store: store, catalogue: catalogue, journal: journal)
        let spotify = SpotifyAssembly(account: account, store: store, stateFolder: stateFolder)
        let control = DaemonControl(
            conductor: conductor, watch: watch, store: store, account: account,
            resumed: { presence.noticedActivity() }
        ) {
            () async throws(ControlFailure) in
            try await reload(conductor, watch, catalogue, store, spotify, stateFolder)
        }
        let server = try attempt(.unavailable) {
            try ControlServer.start(on: listener, service: control, identity: ServiceIdentity(version: Release.version))
        }
        return Parts(
            catalogue: opening.catalogue, store: store, watch: watch,
            watcher: Watcher(control: watch, analyser: analyser),
            presence: presence, conductor: conductor, spotify: spotify, control: control, server: server,
            damaged: [store.damaged, opening.damaged].compactMap(\.self))
    }

    /// Lets the account hear of every playlist, and everybody else of what the account makes of it.
    private func join(_ parts: Parts) async {
        let (conductor, account) = (parts.conductor, parts.spotify.account)
        await account.attach(
            changed: { await conductor.announce() }, playlistChanged: { await conductor.refreshPlaylist() })
        await conductor.tell { await account.ring() }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func analyser(_ data: DataFolder) throws -> sending FaceAnalyser {
        FaceAnalyser(
            detector: try HaarCascade(path: data.faceCascade()),
            classifier: try EmotionClassifier(folder: data.emotionModelFolder()))
    }

    private func listen(_ stateFolder: String) throws(DaemonFailure) -> ListeningSocket {
        let location = SocketLocation.forDaemon(
            explicit: options.socket, environment: ProcessInfo.processInfo.environment, uid: getuid(),
            stateFolder: stateFolder,
            folderExists: { path in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
            })
        return try attempt(.unavailable) { try ListeningSocket.bind(location) }
    }

    private func maker(_ settings: Settings, _ catalogue: Catalogue, _ store: StateStore) -> PlaylistMaker {
        PlaylistMaker(
            catalogue: catalogue, store: store, songs: settings.curation.songs,
            strategy: settings.mood.strategy == .lift ? .lift : .match, writesFiles: settings.playlist.file,
            writesSpotify: !settings.spotify.clientID.isEmpty)
    }

    private func publisher(_ settings: Settings, _ store: StateStore, _ stateFolder: String) -> FilePublisher {
        let music = settings.music.localFolder
        return FilePublisher(
            store: store, stateFolder: stateFolder, isEnabled: settings.playlist.file,
            localMusicFolder: music.isEmpty ? nil : locations.expandingHome(music))
    }

    private func configuration() throws(DaemonFailure) -> Configuration {
        do {
            return try Configuration.load(
                file: options.configurationFile, overrides: options.overrides, locations: locations)
        } catch {
            throw DaemonFailure(.configuration, error)
        }
    }

    private func sourceAddress(_ settings: Settings) throws(DaemonFailure) -> SourceAddress {
        try attempt(.configuration) { try SourceAddress(parsing: options.source ?? settings.camera.source) }
    }

    private func reload(
        _ conductor: Conductor, _ watch: WatchControl, _ catalogue: Catalogue, _ store: StateStore,
        _ spotify: SpotifyAssembly, _ stateFolder: String
    ) async throws(ControlFailure) {
        do {
            let settings = try configuration().settings
            let address = try sourceAddress(settings)
            await conductor.reconfigure(
                policy: settings.mood.policy, maker: maker(settings, catalogue, store),
                publisher: publisher(settings, store, stateFolder))
            watch.watch(address, looksPerSecond: settings.camera.looksPerSecond, when: settings.camera.when)
            await spotify.connect(settings, maker(settings, catalogue, store))
            journal.note("configuration taken over", event: .config)
        } catch {
            journal.trouble("the old configuration stays: \(error)", event: .config)
            throw .reloadFailed(message: error.description)
        }
    }

    private func announceStart(_ parts: Parts, _ configuration: Configuration) async {
        for file in parts.damaged { journal.trouble(file.description) }
        journal.note(
            "emotunesd \(Release.version) watches \(parts.watch.present.address), settings from \(configuration.file ?? "the defaults")",
            event: .control)
        do {
            if try await parts.store.snapshot(named: "first_start") == nil {
                if parts.watch.present.address.isCamera {
                    journal.note(
                        "the camera is on from now on. Kept are seven numbers a moment, never an image. \"emotunesctl pause\" closes the camera",
                        event: .firstStart)
                }
                try await parts.store.keepSnapshot(Data(), named: "first_start", at: Date())
            }
            try await parts.conductor.start(tracks: parts.catalogue.count(), latest: parts.store.latestPlaylist())
        } catch {
            journal.trouble("\(error)")
        }
    }
}

/// Runs `body` and gives what it throws the exit status that fits.
private func attempt<Result>(
    _ status: DaemonFailure.Status, _ body: () throws -> sending Result
) throws(DaemonFailure) -> sending Result {
    do {
        return try body()
    } catch {
        throw DaemonFailure(status, error)
    }
}
