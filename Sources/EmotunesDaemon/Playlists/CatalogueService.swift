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
        var stamp: FileStamp?
        var trouble: String?
        while !Task.isShuttingDownGracefully {
            do {
                let revision = try await catalogue.revision()
                // The file also changes without an import: restored from elsewhere, cut short, on a disk that fails.
                let present = await indexStamp()
                if revision != seen || present != stamp {
                    if let index = await openIndex(isKnown: revision == seen) { memory.index = index }
                    stamp = await indexStamp()
                }
                if revision != seen {
                    let tracks = try await catalogue.count()
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

    /// What the index's file is now.
    private func indexStamp() async -> FileStamp? {
        await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: catalogue.indexStamp) }
        }
    }

    /// The index, built first where it has to be; nil, and a line in the journal, where that fails. Songs are chosen by the
    /// one there was meanwhile, which is in memory, as long as it is of the catalogue's revision.
    ///
    /// - Parameter isKnown: whether it was opened before, so that whatever is wrong with it came from outside.
    private func openIndex(isKnown: Bool) async -> CatalogueIndex? {
        await withCheckedContinuation { continuation in
            Self.queue.async {
                do {
                    let index = try catalogue.openOrBuildIndex { problem in
                        if let finding = Self.finding(problem, isKnown: isKnown) {
                            journal.trouble(
                                "\(catalogue.indexPath) was changed from outside or is damaged (\(finding)); it is built "
                                    + "anew, and songs are chosen as before")
                        }
                    }
                    continuation.resume(returning: index)
                } catch {
                    journal.trouble("without an index, choosing songs takes longer: \(error)")
                    continuation.resume(returning: nil)
                }
            }
        }
    }

    /// What is wrong with an index that has to be built; nil where that is nothing special: after an import that was cut
    /// off, an update, or at the first start.
    private static func finding(_ problem: IndexProblem, isKnown: Bool) -> String? {
        switch problem {
        case .missing, .foreign, .stale: isKnown ? problem.description : nil
        case .damaged(let finding): finding
        }
    }
}
