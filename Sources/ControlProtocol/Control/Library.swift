/// How things stand with the person's own music.
package enum LibraryStateName: String, WireWord {
    case off, scanning, ready, unreachable
    case unrecognised
}

/// What songs are chosen from.
package enum LibraryChoice: String, WireWord {
    case playable, all
    case unrecognised
}

/// The person's own music, in short.
package struct LibraryStatus: Codable, Sendable, Hashable {
    /// Music files.
    package var files: Int
    /// Songs in them; one in several files counts once.
    package var tracks: Int
    /// Songs whose mood a table or a tag says.
    package var withMood: Int
    package var state: LibraryStateName
    /// What is the matter, or how far a look through the folders is, for people; may be empty.
    package var detail: String

    package init(files: Int, tracks: Int, withMood: Int, state: LibraryStateName, detail: String) {
        self.files = files
        self.tracks = tracks
        self.withMood = withMood
        self.state = state
        self.detail = detail
    }
}

/// A music folder.
package struct LibraryFolder: Codable, Sendable, Hashable {
    package var path: String
    package var state: LibraryStateName
    package var detail: String

    package init(path: String, state: LibraryStateName, detail: String) {
        self.path = path
        self.state = state
        self.detail = detail
    }
}

/// How many files have names that end so.
package struct LibraryFormat: Codable, Sendable, Hashable {
    package var name: String
    package var files: Int

    package init(name: String, files: Int) {
        self.name = name
        self.files = files
    }
}

/// Files with the same trouble.
package struct LibraryProblem: Codable, Sendable, Hashable {
    package var reason: String
    package var files: Int
    /// Some of them, as absolute paths.
    package var examples: [String]

    package init(reason: String, files: Int, examples: [String]) {
        self.reason = reason
        self.files = files
        self.examples = examples
    }
}

/// All there is to say of the person's own music: the object of `GetLibrary` and `emotunesctl library --json`.
///
/// The members' meaning is described once, in `org.emotunes.Control.varlink`.
package struct LibraryReport: Codable, Sendable, Hashable {
    package var state: LibraryStateName
    package var detail: String
    package var chooses: LibraryChoice
    package var folders: [LibraryFolder]
    package var files: Int
    package var tracks: Int
    package var tagged: Int
    package var named: Int
    package var withMood: Int
    package var moodFromTable: Int
    package var moodFromTag: Int
    package var moodGuessed: Int
    package var moodUnknown: Int
    package var formats: [LibraryFormat]
    package var problems: [LibraryProblem]
    package var moodFromSound: Int?
    package var unheard: Int?
    package var listeningWaits: Bool?

    package init(
        state: LibraryStateName, detail: String, chooses: LibraryChoice, folders: [LibraryFolder], files: Int,
        tracks: Int, tagged: Int, named: Int, withMood: Int, moodFromTable: Int, moodFromTag: Int, moodGuessed: Int,
        moodUnknown: Int, formats: [LibraryFormat], problems: [LibraryProblem], moodFromSound: Int? = nil,
        unheard: Int? = nil, listeningWaits: Bool? = nil
    ) {
        self.state = state
        self.detail = detail
        self.chooses = chooses
        self.folders = folders
        self.files = files
        self.tracks = tracks
        self.tagged = tagged
        self.named = named
        self.withMood = withMood
        self.moodFromTable = moodFromTable
        self.moodFromTag = moodFromTag
        self.moodGuessed = moodGuessed
        self.moodUnknown = moodUnknown
        self.formats = formats
        self.problems = problems
        self.moodFromSound = moodFromSound
        self.unheard = unheard
        self.listeningWaits = listeningWaits
    }
}
