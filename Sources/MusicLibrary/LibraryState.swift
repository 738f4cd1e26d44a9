/// How things stand with the library, for `status`.
package struct LibraryState: Sendable, Hashable {
    package enum Word: String, Sendable, Hashable {
        /// No folder is named.
        case off
        case scanning, ready
        /// At least one folder cannot be looked through.
        case unreachable
    }

    package var word = Word.off
    package var figures = LibraryFigures()
    /// In a sentence; empty where there is nothing to say.
    package var detail = ""
    /// How things stand with each folder, in the order of the settings.
    package var folders: [Folder] = []

    package init() {}

    /// A music folder.
    package struct Folder: Sendable, Hashable {
        package var path: String
        package var word: Word
        package var detail: String
    }
}

extension LibraryState.Folder {
    /// - Parameter isHanging: whether the folder has not answered for a while.
    init(_ path: String, _ state: RootWatch.State, isHanging: Bool) {
        self.path = path
        if isHanging {
            (word, detail) = (.unreachable, "it does not answer")
        } else if let failure = state.failure {
            (word, detail) = (.unreachable, failure)
        } else if state.isScanning {
            (word, detail) = (.scanning, state.seen == 0 ? "" : "\(state.seen) files seen so far")
        } else if let reason = state.outcome.unreachable {
            (word, detail) = (.unreachable, reason)
        } else {
            word = .ready
            var notes: [String] = []
            let unread = state.outcome.unreadFolders, foreign = state.outcome.foreignNames
            if unread > 0 { notes.append("\(unread) \(unread == 1 ? "folder" : "folders") in it cannot be read") }
            if foreign > 0 { notes.append("\(foreign) names in it are not UTF-8 and are passed over") }
            if let trouble = state.trouble { notes.append(trouble) }
            detail = notes.joined(separator: "; ")
        }
    }
}
