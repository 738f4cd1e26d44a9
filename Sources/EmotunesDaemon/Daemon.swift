import Catalogue
import Configuration
import ControlProtocol
import ControlSocket
import Curation
import FaceAnalysis
import Foundation
import Logging
import MoodTracking
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
    /// What the service manager opened for us.
    private let passed: [PassedDescriptor]
    private let locations = Locations()
    private let journal: Journal
    private let logger: Logger
    /// What all that choose songs share.
    private let memory = CatalogueMemory()

    /// Ends the process although something still runs.
    private let giveUp: @Sendable () -> Void

    init(
        options: DaemonOptions, passed: [PassedDescriptor] = [], logger: Logger,
        giveUp: @escaping @Sendable () -> Void = {}
    ) {
        self.giveUp = giveUp
        self.options = options
        self.passed = passed
        self.logger = logger
        journal = Journal(logger)
    }

    /// Runs the daemon; returns the process's exit status when it has ended.
    package static func main(_ options: DaemonOptions) -> Int32 {
        // A core file would hold the last frame.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // Whoever reads what we say may go; that is no reason to end.
        signal(SIGPIPE, SIG_IGN)
        // Dispatch gives its own manager thread a better priority than it may, says so at every start, and means nothing
        // by it. Who debugs Dispatch sets the variable.
        setenv("LIBDISPATCH_LOG", "NO", 0)
        // Before any other thread runs: libsystemd reads the environment and changes it.
        let passed = PassedDescriptor.take()
        let environment = ProcessInfo.processInfo.environment
        let drain = SystemLogging.bootstrap(
            to: .current(environment: environment), level: SystemLogging.level(environment: environment))
        let logger = Logger(label: "emotunesd")
        let outcome = ExitStatus()
        Task.detached {
            let daemon = Daemon(options: options, passed: passed, logger: logger, giveUp: { outcome.set(0) })
            do throws(DaemonFailure) {
                try await daemon.run()
                outcome.set(0)
            } catch {
                daemon.journal.failure(error.description)
                outcome.set(error.status.rawValue)
            }
        }
        let status = outcome.wait()
        drain.flush()
        return status
    }

    private func run() async throws(DaemonFailure) {
        PipeTrace.enter(.start)
        try requireDescriptors()
        let configuration = try self.configuration()
        let address = try sourceAddress(configuration.settings)
        let parts = try assemble(configuration.settings, address)
        defer {
            parts.server.stop()
            // The folder is ours up to here.
            withExtendedLifetime(parts.hold) {}
        }
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
                .init(service: ManagerService(conductor: parts.conductor, bell: parts.watch.bell)),
                .init(service: PresenceService(presence: parts.presence)),
                .init(
                    service: EndingService(
                        conductor: parts.conductor, account: parts.spotify.account, journal: journal, giveUp: giveUp)),
                .init(
                    service: CatalogueService(
                        catalogue: parts.catalogue, conductor: parts.conductor, journal: journal)),
            ], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() })
        // Ending must not wait for a camera call that hangs. How long after that, EndingService knows: the group itself
        // would end in a crash.
        group.maximumGracefulShutdownDuration = .milliseconds(1500)
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
        await parts.spotify.account.awaitTokens()
        try? parts.store.close()
        try? parts.catalogue.close()
    }

    /// Fewer descriptors than a day needs are refused at once: where none is left later on, Dispatch ends the process.
    private func requireDescriptors() throws(DaemonFailure) {
        let least: rlim_t = 32
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0, limit.rlim_max < least else { return }
        throw DaemonFailure(
            .software, "only \(limit.rlim_max) files may be open at once (ulimit -n); emotunesd needs \(least)")
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
        var hold: FolderLock
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
        let listening = try attempt(.unavailable) {
            try Listening(explicit: options.socket, passed: passed, stateFolder: stateFolder)
        }
        guard let hold = FolderLock(holding: stateFolder) else {
            throw DaemonFailure(
                .unavailable,
                "another emotunesd keeps its state in \(stateFolder); give this one a folder of its own with --state-dir"
            )
        }
        let now = Date()
        let store = try attempt(.cannotCreate) { try StateStore(openingIn: stateFolder, now: now) }
        let opening = try attempt(.cannotCreate) { try Catalogue.open(in: stateFolder, starter: starter, now: now) }
        let watch = try attempt(.software) {
            try WatchControl(
                address: address, looksPerSecond: settings.camera.looksPerSecond, when: settings.camera.when)
        }
        if listening.wasCalled { watch.setPaused(true) }
        let maker = maker(settings, opening.catalogue, store)
        // One that has to be built first is the catalogue service's business.
        memory.index = try? opening.catalogue.openIndex()
        let conductor = Conductor(
            policy: MoodPolicy(settings.mood), maker: maker,
            publisher: publisher(settings, store, stateFolder), journal: journal, isRecording: !address.isCamera)
        let catalogue = opening.catalogue
        let presence = PresenceService.watch(for: watch, logger: logger)
        let account = SpotifyAccount(store: store, catalogue: catalogue, journal: journal)
        let spotify = SpotifyAssembly(
            account: account, store: store, stateFolder: stateFolder,
            trace: { [journal] in journal.detail("Spotify: \($0)", event: .spotify) })
        let control = DaemonControl(
            conductor: conductor, watch: watch, store: store, account: account, wasCalled: listening.wasCalled,
            resumed: { presence.noticedActivity() }
        ) {
            () async throws(ControlFailure) in
            try await reload(conductor, watch, catalogue, store, spotify, stateFolder)
        }
        let server = try attempt(.unavailable) {
            try ControlServer.start(
                on: listening.socket, service: control, identity: ServiceIdentity(version: Release.version),
                access: listening.access)
        }
        return Parts(
            catalogue: opening.catalogue, store: store, watch: watch,
            watcher: Watcher(control: watch, analyser: analyser),
            presence: presence, conductor: conductor, spotify: spotify, control: control, server: server, hold: hold,
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

    private func maker(_ settings: Settings, _ catalogue: Catalogue, _ store: StateStore) -> PlaylistMaker {
        PlaylistMaker(
            catalogue: catalogue, store: store, songs: settings.curation.songs,
            strategy: settings.mood.strategy == .lift ? .lift : .match, writesFiles: settings.playlist.file,
            writesSpotify: !settings.spotify.clientID.isEmpty, allowsExplicit: settings.curation.explicit,
            learns: settings.curation.learn, memory: memory)
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

    /// What a camera saw and what a recording shows are kept apart from the start on.
    static func requireSameKind(_ wanted: SourceAddress, as present: SourceAddress) throws(DaemonFailure) {
        guard wanted != present, !wanted.isCamera || !present.isCamera else { return }
        throw DaemonFailure(
            .configuration,
            "camera.source: from \(present) to \(wanted) takes a restart; while emotunesd runs it only changes from one camera to another"
        )
    }

    private func reload(
        _ conductor: Conductor, _ watch: WatchControl, _ catalogue: Catalogue, _ store: StateStore,
        _ spotify: SpotifyAssembly, _ stateFolder: String
    ) async throws(ControlFailure) {
        do {
            let settings = try configuration().settings
            let address = try sourceAddress(settings)
            try Self.requireSameKind(address, as: watch.present.address)
            await conductor.reconfigure(
                policy: MoodPolicy(settings.mood), maker: maker(settings, catalogue, store),
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
            try await announceFirstStart(parts)
        } catch {
            journal.trouble("\(error)")
        }
        do {
            try await parts.conductor.start(tracks: parts.catalogue.count(), latest: parts.store.latestPlaylist())
        } catch {
            journal.trouble("\(error)")
        }
    }

    /// Said once in the journal; `status` says it for a day.
    private func announceFirstStart(_ parts: Parts) async throws {
        let name = "first_start"
        var began = try await parts.store.snapshot(named: name)?.at
        if began == nil {
            began = Date()
            if parts.watch.present.address.isCamera {
                let camera = parts.watch.present.isPaused ? "the camera is closed until you resume" : "the camera is on"
                journal.note("first start: \(camera). \(FirstStart.sentence)", event: .firstStart)
            }
            try await parts.store.keepSnapshot(Data(), named: name, at: Date())
        }
        if let began, parts.watch.present.address.isCamera { parts.control.setFirstStart(began) }
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
