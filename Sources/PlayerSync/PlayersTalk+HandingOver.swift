import MessageBus
import Platform
import Publishing
import StateStore
import Storage

// What players are given.
extension PlayersTalk {
    /// Seconds a player has to take a list.
    private static let proof = 5.0
    /// A song that has been on for longer than this, in seconds, is not cut.
    private static let cuttable = 3.0

    /// Gives the newest list to every player whose turn it is. One that fails stands in no other's way.
    func handOver(on bus: Bus) async {
        do {
            if players.values.contains(where: { $0.course.place != nil }) { try await writeList() }
        } catch {
            return say("the list for media players could not be written: \(error)")
        }
        for name in players.keys.sorted(by: { $0.onBus < $1.onBus }) {
            do {
                try await handOver(to: name, on: bus)
            } catch {
                say("\(shown(name)) did not take the newest list (\(error)); open \(listPath) in it by hand")
            }
        }
    }

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
        sayNoMore()
        dependencies.log.note("\(shown(name)) was given playlist \(newest)")
    }

    /// Seconds into the song; nil where the player does not say.
    private func position(of name: PlayerName, on bus: Bus) -> Double? {
        bus.integer("Position", of: PlayerName.interface, at: PlayerName.path, from: name.onBus)
            .map { Double($0) / 1_000_000 }
    }

    /// Gives a player the newest list, which has been written.
    func open(_ name: PlayerName, on bus: Bus) throws(BusError) {
        guard let newest else { return }
        // Before it answers: one that is slow would be told again, and begin anew.
        players[name]?.course.gave(newest)
        players[name]?.provesAt = boot + Self.proof
        do throws(BusError) {
            try tell("OpenUri", name, on: bus, [.text(Links.file(listPath))])
        } catch {
            // A slow one may have taken it: what it plays will tell.
            guard !error.isSilence else { return }
            players[name]?.course.didNotTake(newest)
            players[name]?.provesAt = nil
            throw error
        }
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
        let source = dependencies.files(), generation = source?.generation
        if let written, written.list == list.id, written.generation == generation { return true }
        let files = await source?.files(of: list.tracks.map(\.identity)) ?? []
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
        written = (list.id, generation)
        return true
    }
}
