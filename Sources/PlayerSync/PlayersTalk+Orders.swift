import MessageBus
import Publishing

// What a person asks for.
extension PlayersTalk {
    func carryOut(_ order: PlaybackOrder, on bus: Bus) async throws -> Answer {
        do throws(BusError) {
            switch order {
            case .play: return try await play(on: bus)
            case .next, .stop:
                guard let name = ours(isPlaying: true) else {
                    return .failure(.notInUse("no player on the session bus plays a list of EmoTunes'"))
                }
                try tell(order == .next ? "Next" : "Stop", name, on: bus)
                return .success(
                    order == .next
                        ? "\(shown(name)) goes on to the next song." : "\(shown(name)) plays nothing any more.")
            }
        } catch {
            return .failure(.failed("the player did not take that: \(error)"))
        }
    }

    /// The player that plays a list of ours, as far as one can tell; of several the first by name.
    private func ours(isPlaying: Bool) -> PlayerName? {
        players.filter { $0.value.course.seemsOurs }
            .filter { !isPlaying || $0.value.course.isPlaying }.keys.min { $0.onBus < $1.onBus }
    }

    /// Starts the newest list in the player that has ours, else in one that is open.
    private func play(on bus: Bus) async throws(BusError) -> Answer {
        guard let newest else { return .failure(.noPlaylistYet) }
        // A film that is on is not to be replaced by music.
        let free = players.filter { !$0.value.course.isPlaying || $0.value.course.place != nil }
        guard let name = ours(isPlaying: false) ?? free.keys.min(by: { $0.onBus < $1.onBus }) else {
            if let busy = players.keys.min(by: { $0.onBus < $1.onBus }) {
                return .failure(.notInUse("\(shown(busy)) plays something else; pause it, and say it again"))
            }
            return .failure(
                .notInUse(
                    "none of the players that music.players names (\(settings.names.joined(separator: ", "))) is open"))
        }
        if let course = players[name]?.course, course.seemsOurs, course.place?.list == newest {
            if course.isPlaying { return .success("\(shown(name)) plays playlist \(newest) already.") }
            try tell("Play", name, on: bus)
            return .success("\(shown(name)) goes on with playlist \(newest).")
        }
        do {
            guard try await writeList() else {
                return .failure(.notInUse("none of the playlist's songs lies on this machine"))
            }
        } catch {
            return .failure(.failed("\(error)"))
        }
        try open(name, on: bus)
        // Some take a list and stay paused.
        try tell("Play", name, on: bus)
        return .success("\(shown(name)) plays playlist \(newest).")
    }
}
