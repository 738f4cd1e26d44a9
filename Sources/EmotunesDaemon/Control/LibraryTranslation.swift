import ControlProtocol
import MusicLibrary

extension LibraryStateName {
    init(_ word: LibraryState.Word) {
        switch word {
        case .off: self = .off
        case .scanning: self = .scanning
        case .ready: self = .ready
        case .unreachable: self = .unreachable
        }
    }
}

extension LibraryStatus {
    init(_ state: LibraryState) {
        self.init(
            files: state.figures.files, tracks: state.figures.tracks, withMood: state.figures.withMood,
            state: LibraryStateName(state.word), detail: state.detail)
    }
}

extension LibraryReport {
    /// - Parameter isOwn: whether only the person's own music is chosen from.
    init(_ state: LibraryState, _ contents: LibraryContents, isOwn: Bool) {
        self.init(
            state: LibraryStateName(state.word), detail: state.detail, chooses: isOwn ? .playable : .all,
            folders: state.folders.map {
                LibraryFolder(path: $0.path, state: LibraryStateName($0.word), detail: $0.detail)
            },
            files: contents.figures.files, tracks: contents.figures.tracks, tagged: contents.tagged,
            named: contents.named, withMood: contents.figures.withMood, moodFromTable: contents.moodFromTable,
            moodFromTag: contents.moodFromTag, moodGuessed: contents.moodGuessed, moodUnknown: contents.moodUnknown,
            formats: contents.formats.map { LibraryFormat(name: $0.name, files: $0.files) },
            problems: contents.troubles.map {
                LibraryProblem(reason: $0.reason, files: $0.files, examples: $0.examples)
            },
            moodFromSound: contents.moodFromSound, unheard: contents.unheard,
            listeningWaits: contents.isListeningHeld)
    }
}
