/// Everything there is to know at a glance: the object of `GetStatus`, `Monitor` and `emotunesctl status --json`.
///
/// The members' meaning, units and ranges are described once, in `org.emotunes.Control.varlink`.
package struct Status: Codable, Sendable, Hashable {
    /// The daemon's version.
    package var version: String
    /// What the daemon is doing.
    package var state: DaemonState
    /// Seconds since the daemon started, time asleep included.
    package var uptimeSeconds: Double
    /// The camera or what stands in for it.
    package var camera: CameraStatus
    /// Nil until a face has been read.
    package var emotion: EmotionWindow?
    /// Nil until enough has been seen to name a mood.
    package var mood: CurrentMood?
    /// Nil until the first playlist is made.
    package var playlist: PlaylistSummary?
    /// The Spotify account.
    package var spotify: SpotifyStatus
    /// The music there is to choose from.
    package var catalogue: CatalogueStatus
    /// When a pause ends by itself; nil where there is none, or none that does.
    package var pausedUntil: Timestamp?
    /// What a person should know just now, a sentence each; nil from a daemon that has none to give.
    package var notices: [String]?
    /// What the daemon takes of the machine; nil from a daemon that does not say.
    package var process: ProcessStatus?
    /// The person's own music; nil from a daemon that knows none.
    package var library: LibraryStatus?
    /// The mood as the person has named it; nil while none is held, and from a daemon that knows no such thing.
    package var moodHold: MoodHold?

    package init(
        version: String, state: DaemonState, uptimeSeconds: Double, camera: CameraStatus, emotion: EmotionWindow?,
        mood: CurrentMood?, playlist: PlaylistSummary?, spotify: SpotifyStatus, catalogue: CatalogueStatus,
        pausedUntil: Timestamp? = nil, notices: [String] = [], process: ProcessStatus? = nil,
        library: LibraryStatus? = nil, moodHold: MoodHold? = nil
    ) {
        self.version = version
        self.state = state
        self.uptimeSeconds = uptimeSeconds
        self.camera = camera
        self.emotion = emotion
        self.mood = mood
        self.playlist = playlist
        self.spotify = spotify
        self.catalogue = catalogue
        self.pausedUntil = pausedUntil
        self.notices = notices
        self.process = process
        self.library = library
        self.moodHold = moodHold
    }
}

/// The camera, or what stands in for it, with counts since the daemon started.
package struct CameraStatus: Codable, Sendable, Hashable {
    /// As it would be written after `--source`.
    package var source: String
    /// What it is doing.
    package var state: CameraState
    /// Frames the source has delivered.
    package var framesSeen: Int
    /// Frames in which a face was looked for.
    package var framesAnalysed: Int
    /// Frames in which a face was read.
    package var facesSeen: Int
    /// What it is or what is the matter with it, for people; nil from a daemon that does not say.
    package var detail: String?

    package init(
        source: String, state: CameraState, framesSeen: Int, framesAnalysed: Int, facesSeen: Int, detail: String? = nil
    ) {
        self.source = source
        self.state = state
        self.framesSeen = framesSeen
        self.framesAnalysed = framesAnalysed
        self.facesSeen = facesSeen
        self.detail = detail
    }
}

/// A probability (0 to 1) for each of the seven emotions; together they are 1.
package struct EmotionProbabilities: Codable, Sendable, Hashable {
    package var angry: Double
    package var disgust: Double
    package var fear: Double
    package var happy: Double
    package var neutral: Double
    package var sad: Double
    package var surprise: Double

    package init(
        angry: Double, disgust: Double, fear: Double, happy: Double, neutral: Double, sad: Double, surprise: Double
    ) {
        self.angry = angry
        self.disgust = disgust
        self.fear = fear
        self.happy = happy
        self.neutral = neutral
        self.sad = sad
        self.surprise = surprise
    }

    /// The probability of one emotion; 0 for a word that names none.
    package subscript(name: MoodName) -> Double {
        switch name {
        case .angry: angry
        case .disgust: disgust
        case .fear: fear
        case .happy: happy
        case .neutral: neutral
        case .sad: sad
        case .surprise: surprise
        case .unrecognised: 0
        }
    }
}

/// The sliding window's present content.
package struct EmotionWindow: Codable, Sendable, Hashable {
    /// What the window as a whole says.
    package var scores: EmotionProbabilities
    /// The most probable emotion.
    package var dominant: MoodName
    /// How many looks at a face the window holds.
    package var samples: Int

    package init(scores: EmotionProbabilities, dominant: MoodName, samples: Int) {
        self.scores = scores
        self.dominant = dominant
        self.samples = samples
    }
}

/// The mood as it stands.
package struct CurrentMood: Codable, Sendable, Hashable {
    /// The mood.
    package var name: MoodName
    /// When it began.
    package var since: Timestamp
    /// The probability (0 to 1) of the named mood.
    package var confidence: Double
    /// How far the mood is from the one the playlist was made for, on the scale of `threshold`.
    package var distance: Double
    /// A new playlist is due when `distance` reaches this.
    package var threshold: Double

    package init(name: MoodName, since: Timestamp, confidence: Double, distance: Double, threshold: Double) {
        self.name = name
        self.since = since
        self.confidence = confidence
        self.distance = distance
        self.threshold = threshold
    }
}

/// A mood that the person has named and that no look changes until its end.
package struct MoodHold: Codable, Sendable, Hashable {
    /// The mood.
    package var mood: MoodName
    /// The user who said it.
    package var by: String
    /// When it was said.
    package var since: Timestamp
    /// When the looks decide again.
    package var until: Timestamp

    package init(mood: MoodName, by: String, since: Timestamp, until: Timestamp) {
        self.mood = mood
        self.by = by
        self.since = since
        self.until = until
    }
}
