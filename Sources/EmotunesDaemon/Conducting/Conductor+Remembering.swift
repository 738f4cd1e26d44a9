import Foundation
import Media
import MoodTracking
import StateStore

// A restart keeps mood and cool-down; playlists are in the store anyway. Recordings neither keep nor recall: a replay
// gives the same result every time and leaves the person's own mood alone.
extension Conductor {
    private static let snapshotName = "mood"
    /// At most this much is lost to a power cut, in seconds.
    private static let keepInterval = 30.0

    /// Goes on from the mood an earlier run kept, if that was not too long ago.
    func recall() async {
        guard !isRecording else { return }
        await recallResting()
        do {
            guard let (content, moment) = try await store.snapshot(named: Self.snapshotName),
                let kept = KeptMood(content, keptAt: moment, now: now())
            else { return }
            engine.resume(kept.memory(mediaNow: mediaNow(), now: now()))
            state.moodSince = Date(timeIntervalSince1970: kept.since)
        } catch {
            report("\(error)")
        }
    }

    /// Keeps the mood for the next run.
    func remember() async {
        guard !isRecording, let memory = engine.memory else { return }
        do {
            var kept = KeptMood(memory, mediaNow: mediaNow(), now: now())
            // The wall's clock may have been set since.
            if let began = state.moodSince { kept.since = began.timeIntervalSince1970 }
            try await store.keepSnapshot(kept.encoded, named: Self.snapshotName, at: now())
        } catch {
            report("\(error)")
        }
    }

    /// Keeps the mood if it has not been kept for a while.
    func rememberNowAndThen(_ time: MediaTime) async {
        guard engine.memory != nil else { return }
        if let lastKept, time >= lastKept, time - lastKept < Self.keepInterval { return }
        lastKept = time
        await remember()
        await rememberResting()
    }
}
