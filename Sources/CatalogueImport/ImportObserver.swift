/// The parts of an import, in their order.
package enum ImportPhase: String, CaseIterable, Sendable {
    /// Rows are read, merged and put into the open transaction.
    case read
    /// Tracks without measured sound get their moods, the database its indexes.
    case moods
    /// The text index and the feature matrix are built beside the old ones.
    case index
    /// Both become what everybody sees.
    case commit
}

/// How far the reading has come.
package struct ImportProgress: Sendable {
    package var path: String
    /// Of all files together; what a pipe holds is not known beforehand.
    package var bytesRead: Int
    package var bytesTotal: Int
    package var rows: Int

    package init(path: String, bytesRead: Int, bytesTotal: Int, rows: Int) {
        self.path = path
        self.bytesRead = bytesRead
        self.bytesTotal = bytesTotal
        self.rows = rows
    }
}

/// Is told what an import does, on the importing thread.
package struct ImportObserver {
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
