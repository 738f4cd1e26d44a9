import Catalogue
import CatalogueSearch
import Dispatch
import ServiceLifecycle
import Storage
import SystemIntegration

/// Notices when an import in another process has changed the catalogue, and goes on with the new one.
struct CatalogueService: Service {
    let catalogue: Catalogue
    let memory: CatalogueMemory
    let status: StatusHub
    let journal: Journal
    /// Told of every change.
    var changed: @Sendable () -> Void = {}

    /// Opening an index reads all of it, and building one takes seconds: nothing for the shared pool.
    private static let queue = DispatchQueue(label: "catalogue-index", qos: .default)
    /// How soon an import is noticed; asking costs one row from the page cache.
    private static let interval = Duration.seconds(2)

    func run() async throws {
        var seen: Int64?
        var trouble: String?
        while !Task.isShuttingDownGracefully {
            do {
                let revision = try await catalogue.revision()
                if revision != seen {
                    let index = await openIndex()
                    let tracks = try await catalogue.count()
                    memory.index = index
                    status.update { $0.trackCount = tracks }
                    if seen != nil { journal.note("the catalogue has changed: \(tracks) tracks", event: .playlist) }
                    if seen != nil { changed() }
                    seen = revision
                }
                trouble = nil
            } catch {
                // The daemon ends: that is no trouble.
                if error is CancellationError { return }
                // Once per change: a database that stays unreadable is one line, not one every two seconds.
                if "\(error)" != trouble { journal.trouble("\(error)") }
                trouble = "\(error)"
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval, clock: .continuous) }
            if Task.isCancelled { return }
        }
    }

    /// The index, built first where it has to be; nil, and a line in the journal, where that fails.
    private func openIndex() async -> CatalogueIndex? {
        await withCheckedContinuation { continuation in
            Self.queue.async {
                do {
                    continuation.resume(returning: try catalogue.openOrBuildIndex())
                } catch {
                    journal.trouble("without an index, choosing songs takes longer: \(error)")
                    continuation.resume(returning: nil)
                }
            }
        }
    }
}
