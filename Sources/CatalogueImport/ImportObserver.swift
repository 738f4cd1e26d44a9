/// The phases of an import, in their order.
package enum ImportPhase: String, CaseIterable, Sendable {
    /// Rows are read, merged and put into the open transaction.
    case read
    /// The moods of tracks without measured sound are estimated, and the database indexes recreated.
    case moods
    /// The search index is built beside the old one.
    case index
    /// The transaction is committed and the index published.
    case commit
}

/// How far the reading has come.
package struct ImportProgress: Sendable {
    /// The file being read.
    package var path: String
    /// Bytes read of all files together.
    package var bytesRead: Int
    /// The size of all files together; a pipe counts as 0.
    package var bytesTotal: Int
    /// Rows read of all files together.
    package var rows: Int

    package init(path: String, bytesRead: Int, bytesTotal: Int, rows: Int) {
        self.path = path
        self.bytesRead = bytesRead
        self.bytesTotal = bytesTotal
        self.rows = rows
    }
}

/// Callbacks about the progress of an import, on the importing thread.
package struct ImportObserver {
    /// Called at the beginning of each phase.
    package var enters: (ImportPhase) -> Void
    /// Called every 64 KiB read.
    package var advances: (ImportProgress) -> Void

    package init(
        enters: @escaping (ImportPhase) -> Void = { _ in }, advances: @escaping (ImportProgress) -> Void = { _ in }
    ) {
        self.enters = enters
        self.advances = advances
    }
}
