import ControlProtocol
import ControlSocket
import Emotions
import FoundationEssentials
import Glibc
import SpotifySync
import StateStore

// What the person says of the mood. It is written before it holds, so that what was acknowledged survives anything.
extension DaemonControl {
    /// For so long a caller waits for the playlist.
    private static let playlistPatience = Duration.seconds(5)

    func setMood(_ mood: MoodName, seconds: Int) async throws(ControlFailure) {
        guard let named = Emotion(mood) else { throw .unknownMood(mood.rawValue) }
        watch.noticedActivity()
        let by = caller
        try await corrected {
            var word = await self.session.correction(named, seconds: seconds, by: by)
            if await self.session.keepsCorrections {
                word.correction.id = try await self.store.record(word.correction, word.event, replacing: word.slip)
            }
            await self.session.take(word)
        }
        _ = await Patience.wait(Self.playlistPatience) { [coordinator] in await coordinator.settled() }
    }

    func autoMood() async throws(ControlFailure) {
        try await corrected {
            guard let (event, forgotten) = await self.session.ending() else { return }
            if await self.session.keepsCorrections {
                try await self.store.endHold(at: event.at, forgetting: forgotten, event)
            }
            await self.session.release(forgetting: forgotten, saying: event.text)
        }
    }

    func corrections() async throws(ControlFailure) -> [Correction] { await session.corrections.map(\.wire) }

    func forgetCorrection(id: Int?) async throws(ControlFailure) -> Int {
        let known = await session.corrections
        if let id, !known.contains(where: { $0.id == Int64(id) }) {
            throw .failed("there is no correction \(id)", mend: "emotunesctl mood")
        }
        try await corrected {
            let number = id.map(Int64.init), event = await self.session.forgetting(number)
            if await self.session.keepsCorrections { _ = try await self.store.forgetCorrections(number, event) }
            await self.session.forget(number, event)
        }
        return id == nil ? known.count : 1
    }

    // MARK: What was said of songs, and all of it

    func opinions() async throws(ControlFailure) -> [Opinion] {
        do {
            return try await store.feedback().map(\.wire)
        } catch {
            throw .because(error)
        }
    }

    func accountTaste() async throws(ControlFailure) -> AccountTaste? {
        do {
            return try await store.knownTaste().wire
        } catch {
            throw .because(error)
        }
    }

    func forgetOpinions() async throws(ControlFailure) -> Int {
        do {
            return try await store.resetFeedback() + forgetCorrection(id: nil)
        } catch {
            throw .because(error)
        }
    }

    /// One change at a time, so that what is held is what was written last.
    private func corrected(_ change: @Sendable () async throws -> Void) async throws(ControlFailure) {
        do {
            try await correcting.withLock { try await change() }
        } catch {
            throw .because(error)
        }
    }

    /// The user who asks, by name where that takes no look at a directory of users.
    private var caller: String {
        let uid = ControlCaller.current?.uid ?? getuid()
        if uid == 0 { return "root" }
        let environment = ProcessInfo.processInfo.environment
        let own = [environment["USER"], environment["LOGNAME"]].compactMap(\.self).first { !$0.isEmpty }
        return (uid == getuid() ? own : nil) ?? "user \(uid)"
    }
}

extension CorrectionRecord {
    /// As `GetOpinions` gives it.
    fileprivate var wire: Correction {
        Correction(
            id: Int(id ?? 0), at: at.timestamp, mood: MoodName(mood), read: read.map(MoodName.init), looks: looks,
            teaches: teaches, by: by)
    }
}
