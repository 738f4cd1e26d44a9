import ControlProtocol

/// What the history knows of one moment.
struct MomentFacts {
    /// What was up to the moment, as far back as it takes.
    let before: History
    /// What followed, for some hours.
    let after: History
    /// The moment, and where the minute or second that is meant ends.
    let begin: Timestamp, end: Timestamp
    let now: Timestamp

    /// What happened within so many seconds of a moment is what is meant by it.
    static let near = 120.0
    /// A shift that was nearly made is told for so many seconds around it.
    private static let nearMiss = 300.0
    /// Notes of the mood come every five seconds while a face is read.
    private static let noteSlack = 30.0

    private var allEvents: [HistoryEvent] {
        // A part of what followed may lie in the minute that is meant, and be there twice.
        before.events + after.events.filter { !before.events.contains($0) }
    }

    /// The newest event of a kind at the end of the moment.
    func last(_ kind: HistoryEventKind, subject: String? = nil) -> HistoryEvent? {
        before.events.last { $0.kind == kind && (subject == nil || $0.subject == subject) && $0.at <= end }
    }

    /// The first event of a kind after the moment.
    func next(_ kind: HistoryEventKind) -> HistoryEvent? {
        after.events.first { $0.kind == kind && $0.at > end }
    }

    /// Whether the program ran; nil where that is not known.
    var isRunning: Bool? { last(.program).map { $0.word != "ended" } }

    /// What the camera did, as it was said when that began; nil where the program did not run or nothing is known.
    var camera: HistoryEvent? {
        guard let camera = last(.camera) else { return nil }
        // What was before a start says nothing of the time after it.
        if let program = last(.program), program.word == "started", camera.at < program.at { return nil }
        return camera
    }

    var isWatching: Bool { camera.map { $0.word == "streaming" } ?? true }

    /// Since when nobody was seen; nil where somebody was.
    var away: HistoryEvent? {
        guard let presence = last(.presence), presence.word == "away" else { return nil }
        if let program = last(.program), program.word == "started", presence.at < program.at { return nil }
        return presence
    }

    /// The shift that was made then.
    var shift: MoodShift? {
        (before.shifts + after.shifts).filter { isNear($0.at) }.min { distance($0.at) < distance($1.at) }
    }

    /// The playlist that was made then.
    var playlistMade: PastPlaylist? {
        playlists.filter { isNear(made($0)) }.min { distance(made($0)) < distance(made($1)) }
    }

    /// The playlist there was.
    var playlist: PastPlaylist? { playlists.last { made($0) <= end } }

    /// The playlist that a shift led to; nil where none was made in the hours that followed.
    func playlist(after shift: MoodShift) -> PastPlaylist? {
        playlists.first { $0.at >= shift.at && $0.mood == shift.to }
    }

    /// A shift that had been made, and whose playlist was still waiting.
    var waitingShift: MoodShift? {
        before.shifts.last { shift in
            guard shift.at <= end, let playlist = playlist(after: shift) else { return false }
            return made(playlist) > end
        }
    }

    private var playlists: [PastPlaylist] { before.playlists + after.playlists }

    /// When a playlist was really made: it bears the time of its shift, also where it had to wait because nothing could be
    /// written.
    func made(_ playlist: PastPlaylist) -> Timestamp {
        let storage = allEvents.filter { $0.kind == .storage }
        let moment = playlist.at.secondsSince1970 + Self.writing
        guard let trouble = storage.last(where: { $0.at.secondsSince1970 <= moment }), trouble.word == "failed" else {
            return playlist.at
        }
        return storage.first { $0.at > trouble.at && $0.word == "recovered" }?.at ?? playlist.at
    }

    /// Within so many seconds of a shift its playlist is written, or it is known that it cannot be.
    private static let writing = 5.0

    /// A shift that was nearly made about then.
    var nearly: HistoryEvent? {
        allEvents.filter { $0.kind == .mood && $0.word == "nearly" && distance($0.at) <= Self.nearMiss }
            .min { distance($0.at) < distance($1.at) }
    }

    /// What the person had said of the mood, if it was held then.
    var held: HistoryEvent? {
        before.events.last { $0.tellsOfHold && $0.at <= end }.flatMap { $0.word == "held" ? $0 : nil }
    }

    /// When it was held no longer; nil where that is not known.
    var holdEnd: Timestamp? { after.events.first { $0.tellsOfHold && $0.at > end }?.at }

    /// The settings that were taken over or refused then.
    var settings: [HistoryEvent] { allEvents.filter { $0.kind == .settings && isNear($0.at) } }

    /// The mood that was read then; nil where none was.
    var mood: MoodPeriod? {
        (before.moods + after.moods).last {
            $0.from.secondsSince1970 <= end.secondsSince1970
                && $0.to.secondsSince1970 + Self.noteSlack >= begin.secondsSince1970
        }
    }

    /// The last mood that was read before.
    var lastMood: MoodPeriod? { before.moods.last { $0.from <= end } }

    /// Since when the state could not be written; nil where it could.
    var storageTrouble: HistoryEvent? {
        guard let storage = last(.storage), storage.word == "failed" else { return nil }
        return storage
    }

    /// The newest word of each target, by name.
    var publishing: [HistoryEvent] {
        let targets = Set(before.events.filter { $0.kind == .publishing && $0.at <= end }.compactMap(\.subject))
        return targets.sorted().compactMap { last(.publishing, subject: $0) }
    }

    /// The stretch that the present camera state lasted: when the next began.
    var cameraEnd: Timestamp? { next(.camera)?.at ?? next(.program)?.at }

    /// Whether nothing at all is kept of that time.
    var isUnknown: Bool {
        before.moods.isEmpty && before.shifts.isEmpty && before.playlists.isEmpty && before.events.isEmpty
    }

    private func isNear(_ moment: Timestamp) -> Bool { distance(moment) <= Self.near }

    /// Seconds from the moment that is meant; 0 within it.
    func distance(_ moment: Timestamp) -> Double {
        max(
            0, begin.secondsSince1970 - moment.secondsSince1970, moment.secondsSince1970 - end.secondsSince1970)
    }
}
