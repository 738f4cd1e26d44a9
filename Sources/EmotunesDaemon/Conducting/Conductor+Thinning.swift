import Foundation
import Media
import StateStore

extension Conductor {
    /// The first thinning comes this long after the first look, so that a machine whose clock is wildly wrong when it
    /// starts has had time to set it: by a wrong date the whole history would look old.
    private static let thinningDelay = 3_600.0
    /// And the next ones so much later, by the looks' own clock: a replay at high speed thins its days too.
    private static let thinningInterval = 86_400.0

    /// Removes from the history what is no longer kept, if that has not been done for a day.
    func thinNowAndThen(_ time: MediaTime, _ date: Date) async {
        guard let due = thinsAt, due - time <= Self.thinningInterval else {
            // The first look, or one of a source whose clock begins anew.
            thinsAt = time + Self.thinningDelay
            return
        }
        guard time >= due else { return }
        thinsAt = time + Self.thinningInterval
        do {
            _ = try await store.thin(now: date)
        } catch {
            report("\(error)")
        }
    }
}
