import FoundationEssentials
import MessageBus
import Platform
import Publishing
import StateStore
import Storage

/// The talk with the media players. Used by one thread.
final class PlayersTalk: BusTalk {
    typealias Answer = Result<String, PlaybackFailure>
    typealias Caller = CheckedContinuation<Answer, Never>

    enum Mail: Sendable {
        case wake
        case settings(PlayerSettings)
        case order(PlaybackOrder, Caller)
        case settle(CheckedContinuation<Void, Never>)
    }

    let dependencies: BusPlayers.Dependencies
    let ledger: PublishingLedger
    private(set) var settings = PlayerSettings()
    private var orders: [(order: PlaybackOrder, caller: Caller)] = []
    private var settlers: [CheckedContinuation<Void, Never>] = []
    /// Players that may be given something, by their names on the bus, with the bus's own name for each.
    private(set) var players: [PlayerName: Player] = [:]
    /// Who is on the bus may have changed.
    private var areNamesOld = true
    private var songs = KnownSongs()
    /// What `songs` was made of: the newest list, and the generation of the files.
    private var source: (list: Int64?, generation: Int?)?
    /// The list that lies in the file that players are given.
    private var written: Int64?
    private var publication: PublishingRecord?
    private var saidTrouble: String?
    private(set) var due: Double?

    /// One player.
    struct Player {
        var owner: String?
        var course = PlayerCourse()
        /// By the boot clock: when it must have taken the list that it was given.
        var provesAt: Double?
        /// A signal of its own came since it was asked last.
        var isOld = true
    }

    static let ending = Answer.failure(.notInUse("emotunesd is ending"))
    /// Lists that are older are not followed any more.
    private static let lists: Int64 = 12
    /// Seconds a player has to take a list.
    private static let proof = 5.0
    /// A song that has been on for longer than this, in seconds, is not cut.
    private static let cuttable = 3.0

    init(_ dependencies: BusPlayers.Dependencies) {
        self.dependencies = dependencies
        ledger = PublishingLedger(target: PlayersTarget.name, store: dependencies.store)
    }

    var wantsBus: Bool { !settings.names.isEmpty }
    var newest: Int64? { songs.newest }
    private var boot: Double { dependencies.clocks.boot() }
    private var now: Date { dependencies.clocks.now() }

    func take(_ mail: [Mail]) {
        for letter in mail {
            switch letter {
            case .wake: break
            case .settings(let new):
                areNamesOld = areNamesOld || new.names != settings.names
                settings = new
            case .order(let order, let caller): orders.append((order, caller))
            case .settle(let settler): settlers.append(settler)
            }
        }
    }

    func begin(on bus: Bus) throws(BusError) {
        try bus.listen(
            "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',"
                + "path='\(PlayerName.path)',arg0='\(PlayerName.interface)'"
        ) { [unowned self] signal in
            // A browser may tell of its videos many times a second.
            for (name, player) in players where player.owner == signal.sender { players[name]?.isOld = true }
        }
        try bus.listen(
            "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                + "member='NameOwnerChanged',arg0namespace='\(PlayerName.prefix)'"
        ) { [unowned self] _ in areNamesOld = true }
        (players, areNamesOld) = ([:], true)
    }

    func end(on bus: Bus?) {
        (players, areNamesOld, due) = ([:], true, nil)
        for (_, caller) in orders { caller.resume(returning: Self.ending) }
        for settler in settlers { settler.resume() }
        (orders, settlers) = ([], [])
    }

    // MARK: One pass

    func work(on bus: Bus?, trouble: BusError?) async {
        due = nil
        var answers: [Answer] = []
        do throws(any Error) {
            try await learnSongs()
            if let bus {
                look(on: bus)
                for (order, _) in orders { answers.append(try await carryOut(order, on: bus)) }
                if players.values.contains(where: { $0.course.place != nil }) { try await writeList() }
                for name in players.keys.sorted(by: { $0.onBus < $1.onBus }) { try await handOver(to: name, on: bus) }
                prove()
            }
            try await publish()
        } catch {
            dependencies.log.trouble("media players: \(error)")
        }
        let absent = Answer.failure(
            .notInUse(
                wantsBus
                    ? "there is no session bus to see players on" : "music.players names no player that may be used"))
        for (index, order) in orders.enumerated() {
            order.caller.resume(returning: answers.indices.contains(index) ? answers[index] : absent)
        }
        for settler in settlers { settler.resume() }
        (orders, settlers) = ([], [])
    }

    /// Finds out where the songs of the newest lists lie.
    private func learnSongs() async throws {
        guard wantsBus else { return }
        let files = dependencies.files()
        let newest = try await dependencies.store.latestPlaylist()
        if let source, source.list == newest?.id, source.generation == files?.generation { return }
        var known = KnownSongs()
        if let newest {
            for id in max(1, newest.id - Self.lists + 1)...newest.id {
                let list = id == newest.id ? newest : try await dependencies.store.playlist(id: id)
                guard let list else { continue }
                known.add(id, try await paths(of: list, files))
            }
        }
        songs = known
        source = (newest?.id, files?.generation)
        // What is on may be a song of ours after all.
        for (name, player) in players where player.course.place == nil { players[name] = Player(owner: player.owner) }
    }

    private func paths(of list: PlaylistRecord, _ files: (any SongFiles)?) async throws -> [String] {
        await files?.files(of: list.tracks.map(\.identity)).compactMap { $0?.path } ?? []
    }

    /// Asks the players that are there what they play, those that said that something changed.
    private func look(on bus: Bus) {
        if areNamesOld {
            areNamesOld = false
            let names = bus.names().compactMap { PlayerName($0) }.filter { name in
                settings.names.contains { name.isMeant(by: $0) }
            }
            players = Dictionary(uniqueKeysWithValues: names.map { ($0, players[$0] ?? Player()) })
            for name in names {
                let owner = bus.owner(of: name.onBus)
                // Another program under the name of one that has ended.
                if let known = players[name]?.owner, known != owner { players[name] = Player() }
                players[name]?.owner = owner
            }
        }
        for (name, player) in players where player.isOld {
            players[name]?.isOld = false
            players[name]?.course.take(self.look(at: name, on: bus), songs)
        }
    }

    /// Asks for no more than this: one of the players ends when it is asked for what it does not know.
    private func look(at name: PlayerName, on bus: Bus) -> PlayerCourse.Look {
        let (path, interface) = (PlayerName.path, PlayerName.interface)
        let status = bus.string("PlaybackStatus", of: interface, at: path, from: name.onBus)
        let told = bus.dictionary("Metadata", of: interface, at: path, from: name.onBus)
        return PlayerCourse.Look(
            isPlaying: status == "Playing", path: told?["xesam:url"]?.first.flatMap(FileAddress.path))
    }

    // MARK: Handing over

    private func handOver(to name: PlayerName, on bus: Bus) async throws {
        guard let newest, let player = players[name], player.course.isDue(settings.follow, newest: newest) else {
            return
        }
        if settings.follow == .next, let position = self.position(of: name, on: bus), position > Self.cuttable {
            players[name]?.course.letGo()
            return
        }
        guard try await writeList() else { return }
        try open(name, on: bus)
        dependencies.log.note("\(shown(name)) was given playlist \(newest)")
    }

    /// Seconds into the song; nil where the player does not say.
    private func position(of name: PlayerName, on bus: Bus) -> Double? {
        bus.integer("Position", of: PlayerName.interface, at: PlayerName.path, from: name.onBus)
            .map { Double($0) / 1_000_000 }
    }

    func open(_ name: PlayerName, on bus: Bus) throws(BusError) {
        try tell("OpenUri", name, on: bus, [.text(Links.file(listPath))])
        if let newest { players[name]?.course.gave(newest) }
        players[name]?.provesAt = boot + Self.proof
    }

    func tell(_ method: String, _ name: PlayerName, on bus: Bus, _ arguments: [BusArgument] = []) throws(BusError) {
        _ = try bus.ask(
            method, of: PlayerName.interface, at: PlayerName.path, on: name.onBus, arguments
        ) { _ in true }
    }

    func shown(_ name: PlayerName) -> String { name.shown(among: settings.names) }

    var listPath: String { dependencies.folder + "/players.m3u8" }

    /// Writes the newest list for players, if that has not been done; false where it has no song on this machine.
    @discardableResult
    func writeList() async throws -> Bool {
        guard let list = try await dependencies.store.latestPlaylist() else { return false }
        if written == list.id { return true }
        let files = await dependencies.files()?.files(of: list.tracks.map(\.identity)) ?? []
        let entries = zip(list.tracks, files).compactMap { track, file in
            file.map {
                PlaylistEntry(
                    title: track.title, artists: track.artists, durationMilliseconds: $0.durationMilliseconds,
                    // As addresses: VLC takes what follows a # in a plain path for something else.
                    locations: [Links.file($0.path)])
            }
        }
        guard !entries.isEmpty else { return false }
        let document = PlaylistDocument(title: "EmoTunes: \(list.mood)", date: list.at, entries: entries)
        let text = Array(M3U8.text(document).utf8)
        try dependencies.calls.during(.init(.disk, dependencies.folder)) { () throws(StorageError) in
            try AtomicFile.replace(listPath, with: text)
        }
        written = list.id
        return true
    }

    /// Says of a player that takes a list and plays something else that it does.
    private func prove() {
        for (name, player) in players {
            guard let provesAt = player.provesAt else { continue }
            if player.course.place?.list == player.course.given {
                players[name]?.provesAt = nil
            } else if boot >= provesAt {
                players[name]?.provesAt = nil
                say("\(shown(name)) did not take the list it was given; open \(listPath) in it by hand")
            } else {
                due = min(due ?? provesAt, provesAt)
            }
        }
    }

    private func say(_ trouble: String) {
        guard trouble != saidTrouble else { return }
        saidTrouble = trouble
        dependencies.log.trouble(trouble)
    }

    // MARK: Telling

    /// Notes how far the players have come with the newest list.
    private func publish() async throws {
        guard wantsBus, let newest else { return }
        try await ledger.wishForNewest(at: now, again: false)
        guard let record = try await ledger.record() else { return }
        if record.state != .published, record.playlistID == newest {
            let ours = players.filter { $0.value.course.place != nil && $0.value.course.isProven }
            let words = ours.keys.map { shown($0) }.sorted().joined(separator: ", ")
            if ours.values.contains(where: { $0.course.place?.list == newest }) {
                _ = try await ledger.notePublished(record, detail: words, url: nil, at: now)
            } else if ours.isEmpty {
                try await note(.off, "no player on the session bus plays a list of EmoTunes'", record)
            } else if settings.follow == .off {
                try await note(.off, "\(words): not kept in step (playback.follow is \"off\")", record)
            } else {
                try await note(.pending, "\(words): when the song that is on has ended", record)
            }
        }
        let fresh = try await ledger.record()
        guard fresh != publication else { return }
        publication = fresh
        dependencies.send(.progress(fresh))
    }

    private func note(_ state: PublishingState, _ detail: String, _ record: PublishingRecord) async throws {
        guard record.state != state || record.detail != detail else { return }
        try await ledger.noteTrouble(state, detail, at: now)
    }
}
