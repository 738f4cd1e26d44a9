/// The newest playlist, without its tracks.
package struct PlaylistSummary: Codable, Sendable, Hashable {
    /// Counts up from 1.
    package var id: Int
    /// The mood it was made for.
    package var mood: MoodName
    /// When it was made.
    package var generatedAt: Timestamp
    /// How many tracks it has.
    package var tracks: Int
    /// Why it was made, for people.
    package var reason: String
    /// Where it goes, and how far that has got.
    package var publishing: [Publication]

    package init(
        id: Int, mood: MoodName, generatedAt: Timestamp, tracks: Int, reason: String, publishing: [Publication]
    ) {
        self.id = id
        self.mood = mood
        self.generatedAt = generatedAt
        self.tracks = tracks
        self.reason = reason
        self.publishing = publishing
    }
}

/// Where a playlist goes and how far it has got.
package struct Publication: Codable, Sendable, Hashable {
    /// Where it goes.
    package var target: PublishingTarget
    /// How far it has got.
    package var state: PublishingState
    /// What holds it up or where it went, for people; may be empty.
    package var detail: String
    /// Where it can be seen; nil where there is no such page.
    package var url: String?

    package init(target: PublishingTarget, state: PublishingState, detail: String, url: String?) {
        self.target = target
        self.state = state
        self.detail = detail
        self.url = url
    }
}

/// The Spotify account.
package struct SpotifyStatus: Codable, Sendable, Hashable {
    /// How things stand with it.
    package var state: SpotifyState
    /// What is the matter and what to do, for people; may be empty.
    package var detail: String
    /// Until then Spotify has asked not to be called.
    package var notBefore: Timestamp?

    package init(state: SpotifyState, detail: String, notBefore: Timestamp?) {
        self.state = state
        self.detail = detail
        self.notBefore = notBefore
    }
}

/// What the daemon takes of the machine.
package struct ProcessStatus: Codable, Sendable, Hashable {
    /// Memory in RAM, shared libraries included.
    package var residentBytes: Int
    /// Open files, sockets and devices.
    package var descriptors: Int
    /// Threads of the process.
    package var threads: Int
    /// Size on the disk of the database of moods, playlists and feedback, its write-ahead log included.
    package var databaseBytes: Int

    package init(residentBytes: Int, descriptors: Int, threads: Int, databaseBytes: Int) {
        self.residentBytes = residentBytes
        self.descriptors = descriptors
        self.threads = threads
        self.databaseBytes = databaseBytes
    }
}

/// The music there is to choose from.
package struct CatalogueStatus: Codable, Sendable, Hashable {
    /// How many tracks there are to choose from.
    package var tracks: Int

    package init(tracks: Int) {
        self.tracks = tracks
    }
}
