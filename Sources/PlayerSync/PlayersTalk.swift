import FoundationEssentials
import MessageBus
import Publishing
import StateStore

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
    var players: [PlayerName: Player] = [:]
    /// Who is on the bus may have changed.
    private var areNamesOld = true
    private var songs = KnownSongs()
    /// What `songs` was made of: the newest list, and the generation of the files.
    private var source: (list: Int64?, generation: Int?)?
    /// The list that lies in the file that players are given, and the generation of the files it names.
    var written: (list: Int64, generation: Int?)?
    private var publication: PublishingRecord?
    private var saidTrouble: String?
    /// Something was handed in, or is to be tried again: the store has to be asked.
    private var isAsked = true
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

    init(_ dependencies: BusPlayers.Dependencies) {
        self.dependencies = dependencies
        ledger = PublishingLedger(target: PlayersTarget.name, store: dependencies.store)
    }

    var wantsBus: Bool { !settings.names.isEmpty }
    var newest: Int64? { songs.newest }
    var boot: Double { dependencies.clocks.boot() }
    private var now: Date { dependencies.clocks.now() }

    func take(_ mail: [Mail]) {
        isAsked = isAsked || !mail.isEmpty
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
        // A browser's video signals all the time, and asking the store is not free.
        guard isAsked || areNamesOld || players.values.contains(where: \.isOld) || due.map({ boot >= $0 }) == true
        else { return }
        (due, isAsked) = (nil, false)
        var answers: [Answer] = []
        do throws(any Error) {
            try await learnSongs()
            if let bus {
                look(on: bus)
                for (order, _) in orders { answers.append(try await carryOut(order, on: bus)) }
                await handOver(on: bus)
                prove()
            }
            try await publish()
        } catch {
            isAsked = true
            say("media players: \(error)")
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
        written = nil
        // What is on may be a song of ours after all.
        for (name, player) in players where player.course.place == nil {
            players[name]?.course.forgetSong()
            players[name]?.isOld = true
        }
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

    // MARK: Telling

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

    /// Writes a trouble into the journal, once for as long as it lasts.
    func say(_ trouble: String) {
        guard trouble != saidTrouble else { return }
        saidTrouble = trouble
        dependencies.log.trouble(trouble)
    }

    /// What was in the way is so no more.
    func sayNoMore() { saidTrouble = nil }

    /// Notes how far the players have come with the newest list.
    private func publish() async throws {
        guard wantsBus, let newest else { return }
        try await ledger.wishForNewest(at: now, again: false)
        guard let record = try await ledger.record() else { return }
        if record.state != .published, record.playlistID == newest {
            let ours = players.filter { $0.value.course.seemsOurs }
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
