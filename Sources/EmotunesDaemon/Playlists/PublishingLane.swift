import FoundationEssentials
import Publishing
import StateStore

/// Brings one target up to the newest wish whenever asked, one call at a time, so that a target that hangs holds up
/// neither the making of playlists nor another target.
actor PublishingLane {
    private var target: any PlaylistTarget
    /// What `reconcile` came to last; nil before the first call and for one that is disabled.
    private var progress: PublishingProgress?
    private let status: StatusHub
    private let health: StorageHealth
    private let now: @Sendable () -> Date
    private let turn = AsyncMutex()
    /// Holds one value at most: a call finds all that is to be done.
    private nonisolated let requests = HandoffQueue<Void> { waiting, request in
        if waiting.isEmpty { waiting.append(request) }
    }

    init(
        _ target: any PlaylistTarget, status: StatusHub, health: StorageHealth, now: @escaping @Sendable () -> Date
    ) {
        self.target = target
        self.status = status
        self.health = health
        self.now = now
    }

    /// Works on requests until `finish` is called or the task is cancelled.
    func run() async {
        await requests.consume { _ in await reconcile() }
    }

    nonisolated func finish() { requests.finish() }

    /// Asks for the target to be brought up to date, without waiting for it.
    nonisolated func wake() { requests.put(()) }

    /// Returns when every request has been worked on.
    nonisolated func settled() async { await requests.drained() }

    /// Goes on with the target as other settings want it.
    func replaceTarget(with target: any PlaylistTarget) { self.target = target }

    /// Whether trying again may help.
    var wantsRetry: Bool {
        guard case .finished(let record?) = progress else { return false }
        switch record.state {
        case .failed, .pending: return true
        case .published, .off: return false
        }
    }

    /// Brings the target up to the newest wish now.
    func reconcile() async {
        await turn.withLock {
            do {
                let progress = try await target.reconcile(now: now())
                self.progress = progress
                if case .finished(let record) = progress { show(record) }
            } catch is CancellationError {
                // The daemon ends: the wish stays open.
            } catch {
                health.report("\(error)")
            }
        }
    }

    private func show(_ record: PublishingRecord?) {
        let name = target.name
        let before = status.update { present in
            defer { present.publishing[name] = record }
            return present.publishing[name]
        }
        health.journal.publishing(record, after: before)
        guard let record, record.state == .failed, before?.state != .failed || before?.detail != record.detail else {
            return
        }
        health.journal.trouble(record.detail)
    }
}
