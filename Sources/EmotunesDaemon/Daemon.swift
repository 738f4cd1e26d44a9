import Catalogue
import Configuration
import ControlProtocol
import ControlSocket
import Desktop
import FaceAnalysis
import FoundationEssentials
import Glibc
import Logging
import MPDSync
import MoodTracking
import MusicLibrary
import Platform
import PlayerSync
import ServiceLifecycle
import SpotifySync
import StateStore
import Storage
import SystemIntegration
import UnixSignals
import VideoCapture

/// The composition root: builds every part from options and settings, joins them, and runs them until the end.
package struct Daemon: Sendable {
    let options: DaemonOptions
    /// What the service manager has opened.
    private let passed: [PassedDescriptor]
    let locations = Locations()
    let journal: Journal
    private let logger: Logger
    /// What is to be written of moods and events.
    private let history = MoodHistoryQueue.ofHistory()
    /// What all that choose songs share.
    let memory = CatalogueMemory()
    /// The calls that have not returned yet, of all parts.
    let calls = OpenCalls()
    /// What reads files that may lie on a dead disk: not for the pool.
    private let reading = ThreadExecutor(name: "reading")
    private let inForce: ConfigurationInForce

    /// Ends the process although something still runs.
    private let giveUp: @Sendable () -> Void

    init(
        options: DaemonOptions, passed: [PassedDescriptor] = [], logger: Logger,
        giveUp: @escaping @Sendable () -> Void = {}
    ) {
        self.giveUp = giveUp
        self.options = options
        inForce = ConfigurationInForce(source: options.source)
        self.passed = passed
        self.logger = logger
        journal = Journal(logger, events: EventLog(history))
    }

    /// Runs the daemon; returns the process's exit status when it has ended.
    package static func main(_ options: DaemonOptions) -> Int32 {
        // A core file would hold the last frame.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // SIGPIPE: a closed log reader must not end the daemon.
        signal(SIGPIPE, SIG_IGN)
        // Without this Dispatch complains at every start that it may not raise the priority of its manager thread, which
        // does no harm. To debug Dispatch, set the variable.
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
        inForce.set(configuration)
        let parts = try assemble(configuration.settings, address)
        // Until here no other daemon may use the folder.
        defer { withExtendedLifetime(parts.hold) {} }
        await announceStart(parts, configuration)
        // Calls that come before wait at the socket: what an earlier run left would undo what they ask for.
        let server = try attempt(.unavailable) {
            try ControlServer.start(
                on: parts.listening.socket, service: parts.control, identity: ServiceIdentity(version: Release.version),
                access: parts.listening.access)
        }
        defer { server.stop() }
        parts.library.watch(
            musicFolders(configuration.settings), listens: configuration.settings.music.listen)
        parts.mpd.configure(mpdSettings(configuration.settings))
        configure(parts.players, parts.desktop, parts.presence, configuration.settings)
        await parts.spotify.start(
            SpotifySyncSettings(configuration.settings), maker(configuration.settings, parts))
        do {
            try await ServiceGroup(configuration: services(parts)).run()
        } catch let failure as DaemonFailure {
            throw failure
        } catch {
            throw DaemonFailure(.software, error)
        }
        if options.endsWithSource, let trouble = parts.status.present.trouble {
            throw DaemonFailure(.cannotCreate, trouble)
        }
        parts.library.stop()
        await parts.coordinator.workOffRest()
        await parts.session.keepMood()
        await parts.recorder.writeRest()
        await parts.spotify.account.awaitTokens()
        parts.store.close()
        parts.catalogue.close()
    }

    /// Everything that runs until the end, in the reverse of the order in which it ends: what hands something on ends
    /// before what writes it.
    private func services(_ parts: Components) -> ServiceGroupConfiguration {
        let account = parts.spotify.account
        let ending: ServiceGroupConfiguration.ServiceConfiguration.TerminationBehavior =
            options.endsWithSource ? .gracefullyShutdownGroup : .ignore
        var group = ServiceGroupConfiguration(
            services: [
                .init(service: WritingService(recorder: parts.recorder, coordinator: parts.coordinator)),
                .init(
                    service: WatchService(
                        watcher: parts.watcher, control: parts.watch, router: parts.router,
                        executor: ThreadExecutor(name: "looks")),
                    successTerminationBehavior: ending, failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: RetryService(coordinator: parts.coordinator)),
                .init(service: SpotifyService(account: account)),
                .init(service: ThreadService("mpd", run: parts.mpd.run, stop: parts.mpd.stop)),
                .init(service: ThreadService("players", run: parts.players.run, stop: parts.players.stop)),
                .init(service: NotificationService(desktop: parts.desktop, control: parts.control)),
                .init(
                    service: ThreadService("hooks", run: parts.desktop.hooks.run, stop: parts.desktop.hooks.stop)),
                .init(service: ReloadService(control: parts.control)),
                .init(service: ManagerService(router: parts.router, waker: parts.watch.waker)),
                .init(service: PresenceService(presence: parts.presence, control: parts.watch)),
                .init(service: PowerService(control: parts.watch, account: account, library: parts.library)),
                .init(
                    service: EndingService(
                        session: parts.session, account: account, journal: journal, giveUp: giveUp)),
                .init(
                    service: CatalogueService(
                        catalogue: parts.catalogue, memory: memory, status: parts.status, journal: journal,
                        changed: { parts.library.catalogueChanged() })),
            ], gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() })
        // Ending must not wait for a camera call that hangs. How long after that, EndingService knows: the group itself
        // would end in a crash.
        group.maximumGracefulShutdownDuration = .milliseconds(1500)
        return group
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

    /// What was built, and is joined by what it holds of one another.
    struct Components {
        var catalogue: Catalogue
        var store: StateStore
        var stateFolder: String
        var status: StatusHub
        var watch: WatchControl
        var watcher: Watcher
        var presence: PresenceWatch
        var session: MoodSession
        var recorder: MoodRecorder
        var coordinator: PlaylistCoordinator
        var library: MusicLibrary
        var router: WatchEventRouter
        var spotify: SpotifyAssembly
        var mpd: MPDPlayer
        var players: BusPlayers
        var desktop: DesktopParts
        var control: DaemonControl
        var listening: Listening
        var hold: FolderLock
        var damaged: [DamagedFile]
        /// What had been imported into a catalogue that was set aside.
        var lostSources: [String]
    }

    private func assemble(_ settings: Settings, _ address: SourceAddress) throws(DaemonFailure) -> Components {
        OpenCVRuntime.configure()
        let stateFolder = try attempt(.cannotCreate) { try locations.stateFolder(flag: options.stateFolder) }
        let data = locations.dataFolder(flag: options.dataFolder)
        // Models first: they are what a broken installation lacks, and nothing is written before they load.
        let analyser = try attempt(.software) { try Self.analyser(data, settings.camera.detector) }
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
        let store = try attempt(.cannotCreate) { try StateStore(openingIn: stateFolder, now: now, calls: calls) }
        let opening = try attempt(.cannotCreate) {
            try Catalogue.open(
                in: stateFolder, starter: starter, now: now, replacesNewer: true, calls: calls)
        }
        let watch = try attempt(.software) {
            try WatchControl(
                address: address, looksPerSecond: settings.camera.looksPerSecond, when: settings.camera.when)
        }
        watch.take(settings.camera)
        if listening.wasStartedByCall { watch.setPaused(true) }
        // An index that has to be built first is the catalogue service's business.
        memory.index = try? opening.catalogue.openIndex()
        var present = PresentStatus()
        (present.source, present.wasStartedByCall) = (address.description, listening.wasStartedByCall)
        let status = StatusHub(present)
        let requests = PlaylistRequestQueue.ofPlaylists()
        let library = try attempt(.cannotCreate) { try openLibrary(stateFolder, status, requests, now) }
        let session = MoodSession(
            policy: MoodPolicy(settings.mood), model: analyser.moodModel, isRecording: !address.isCamera,
            status: status, journal: journal, history: history, playlists: requests)
        let recorder = MoodRecorder(
            store: store, queue: history, health: StorageHealth(status: status, journal: journal))
        let log = SpotifyJournal(journal: journal)
        let account = SpotifyAccount(
            store: store, candidates: opening.catalogue, log: log,
            send: { [journal] in status.take($0, requests, journal) })
        let mpd = MPDPlayer(
            MPDPlayer.Dependencies(
                store: store, files: { library }, log: MPDJournal(journal: journal), calls: calls,
                send: { status.take($0, requests, watch) }))
        let players = BusPlayers(
            BusPlayers.Dependencies(
                store: store, files: { library }, folder: stateFolder, log: PlayersJournal(journal: journal),
                calls: calls, send: { status.takePlayers($0) }))
        let desktop = DesktopParts(journal: journal, stateFolder: stateFolder)
        let places = { @Sendable [self] in targets($0, store, account, mpd, players, library, stateFolder) }
        let coordinator = PlaylistCoordinator(
            PlaylistCoordinator.Dependencies(
                store: store, session: session, requests: requests, status: status, journal: journal,
                isRecording: !address.isCamera, reading: reading,
                shifted: { desktop.announcer.shifted($0) },
                made: { desktop.announcer.made($0, isForShift: $1) }),
            maker: maker(settings, opening.catalogue, store, library, status, places(settings)))
        let protections = Protections(status: status, journal: journal, isCamera: address.isCamera)
        let presence = PresenceService.watch(for: watch, protections: protections, logger: logger, calls: calls)
        let spotify = SpotifyAssembly(
            account: account, store: store, stateFolder: stateFolder, userAgent: "EmoTunes/\(Release.version)",
            log: log, calls: calls)
        let router = WatchEventRouter(
            session: session, coordinator: coordinator, history: history, status: status, journal: journal,
            protections: protections, calls: calls, isRecording: !address.isCamera)
        let (catalogue, detector) = (opening.catalogue, settings.camera.detector)
        let control = DaemonControl(
            session: session, coordinator: coordinator, hub: status, watch: watch, store: store, account: account,
            playback: Playback(
                players: [
                    MPDTarget(player: mpd, isEnabled: true), PlayersTarget(players: players, isEnabled: true),
                    SpotifyPlayback(account: account),
                ]),
            library: library, memory: memory,
            known: { identities in try await catalogue.ids(of: identities).count { $0 != nil } },
            resumed: { presence.noticedActivity() }, nowPlaying: { await status.playingTrack() },
            configuration: { [inForce] in inForce.listing }
        ) {
            () async throws(ControlFailure) in
            try await reload(status, session, coordinator, watch, spotify, mpd, detector) { settings in
                library.watch(musicFolders(settings), listens: settings.music.listen)
                configure(players, desktop, presence, settings)
                return maker(settings, catalogue, store, library, status, places(settings))
            }
        }
        return Components(
            catalogue: catalogue, store: store, stateFolder: stateFolder, status: status, watch: watch,
            watcher: Watcher(control: watch, analyser: analyser, calls: calls), presence: presence, session: session,
            recorder: recorder, coordinator: coordinator, library: library, router: router, spotify: spotify,
            mpd: mpd, players: players, desktop: desktop, control: control, listening: listening, hold: hold,
            damaged: [store.damaged, opening.damaged, library.damaged].compactMap(\.self),
            lostSources: opening.lostSources)
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func analyser(
        _ data: DataFolder, _ detector: CameraSettings.Detector
    ) throws -> sending FaceAnalyser {
        let finder: any FaceFinder =
            switch detector {
            case .network: NetworkFaceFinder(search: try NetworkFaceSearch(folder: data.faceDetectorFolder()))
            case .haar: HaarFaceFinder(cascade: try HaarCascade(path: data.faceCascade()))
            }
        return FaceAnalyser(finder: finder, classifier: try EmotionClassifier(folder: data.emotionModelFolder()))
    }

    private func configuration() throws(DaemonFailure) -> Configuration {
        do {
            return try Configuration.load(
                file: options.configurationFile, overrides: options.overrides, locations: locations)
        } catch {
            throw DaemonFailure(.configuration, error)
        }
    }

    func sourceAddress(_ settings: Settings) throws(DaemonFailure) -> SourceAddress {
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

    /// The networks are loaded once, on the thread that looks.
    static func requireSame(
        _ wanted: CameraSettings.Detector, as present: CameraSettings.Detector
    ) throws(DaemonFailure) {
        guard wanted != present else { return }
        throw DaemonFailure(.configuration, "camera.detector: from \(present) to \(wanted) takes a restart")
    }

    private func reload(
        _ status: StatusHub, _ session: MoodSession, _ coordinator: PlaylistCoordinator, _ watch: WatchControl,
        _ spotify: SpotifyAssembly, _ mpd: MPDPlayer, _ detector: CameraSettings.Detector,
        _ maker: (Settings) -> PlaylistMaker
    ) async throws(ControlFailure) {
        do {
            let configuration = try await withTaskExecutorPreference(reading) { () throws(DaemonFailure) in
                try self.configuration()
            }
            let settings = configuration.settings
            let address = try sourceAddress(settings)
            try Self.requireSameKind(address, as: watch.present.address)
            try Self.requireSame(settings.camera.detector, as: detector)
            await session.setPolicy(MoodPolicy(settings.mood))
            let maker = maker(settings)
            await coordinator.reconfigure(maker)
            watch.watch(address, looksPerSecond: settings.camera.looksPerSecond, when: settings.camera.when)
            watch.take(settings.camera)
            status.update { $0.source = address.description }
            await spotify.connect(SpotifySyncSettings(settings), maker)
            mpd.configure(mpdSettings(settings))
            inForce.set(configuration)
            journal.settings(configuration, instead: nil)
        } catch {
            journal.settings(nil, instead: error)
            throw .reloadFailed(message: error.description)
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
