import MPDClient
package import Publishing

/// How MPD stands, for `status`.
package struct MPDReport: Sendable, Hashable {
    package enum State: Sendable, Hashable, CaseIterable {
        /// Not wanted, or none found and none named.
        case off
        /// Waiting helps.
        case pending
        /// A person has to act.
        case failed
        case connected
    }

    package var state: State
    /// What is the matter and what to do, or where the playlist is.
    package var detail: String
    /// Whether it plays music; nil while there is no knowing.
    package var isPlaying: Bool?
    /// The song of ours that it plays; nil where it plays none.
    package var song: PlayedSong?

    /// A song as our playlist has it.
    package struct PlayedSong: Sendable, Hashable {
        package var title: String?
        package var artists: [String]
    }

    package init(state: State, detail: String, isPlaying: Bool? = nil, song: PlayedSong? = nil) {
        self.state = state
        self.detail = detail
        self.isPlaying = isPlaying
        self.song = song
    }

    package static let off = MPDReport(state: .off, detail: "mpd.enabled is \"off\"")
}

/// What MPD's part tells the rest of the daemon, in the order it happened.
package enum MPDEvent: Sendable, Hashable {
    case standing(MPDReport)
    case publishing(PublishingEvent)
    /// The last song of the newest playlist has begun.
    case listEnds
}

extension MPDReport {
    /// What is said while there is no connection.
    ///
    /// - Parameters:
    ///   - error: why there is none.
    ///   - isExpected: MPD was named by the settings or the environment, or was connected before.
    static func without(_ address: MPDAddress?, _ error: MPDError, isExpected: Bool, tried: [MPDAddress]) -> MPDReport {
        guard let address, isExpected || error.code != .unreachable && error.code != .notMPD else {
            let places = tried.map(\.description).joined(separator: ", ")
            return MPDReport(state: .off, detail: "no MPD was found (\(places))")
        }
        let mpd = "MPD at \(address)"
        switch error.code {
        case .unreachable:
            return MPDReport(
                state: .pending, detail: "\(mpd) cannot be reached (\(error.message)); it is tried again")
        case .silent:
            return MPDReport(state: .pending, detail: "\(mpd) does not answer; it is tried again")
        case .closed:
            return MPDReport(state: .pending, detail: "\(mpd) has hung up; it is tried again")
        case .notMPD:
            return MPDReport(
                state: .failed, detail: "what answers at \(address) is no MPD; correct mpd.host and mpd.port")
        case .wrongPassword:
            return MPDReport(
                state: .failed, detail: "\(mpd) does not take the password; correct mpd.password, or MPD_HOST")
        case .forbidden:
            return MPDReport(state: .failed, detail: forbidden(address, error))
        case .missing, .refused:
            return MPDReport(state: .failed, detail: "\(mpd) refused: \(error.message)")
        }
    }

    static func forbidden(_ address: MPDAddress, _ error: MPDError) -> String {
        "MPD at \(address) does not let EmoTunes do that (\(error.message)); give mpd.password one that has the "
            + "permissions read, add and control, or see default_permissions in mpd.conf"
    }
}

/// What is worth saying of an MPD that is connected.
struct MPDNotes {
    var status: MPDStatus
    var isOurs: Bool
    var isQueueEmpty: Bool
    var follow: QueueFollow
    /// How many of the newest playlist's songs MPD has, of how many; nil before they were looked for.
    var found: (count: Int, of: Int)?
    /// Why there is no stored playlist; nil where there is one.
    var storedTrouble: String?

    var sentence: String {
        var parts: [String] = []
        if isOurs {
            switch status.state {
            case .play: parts.append("plays in MPD")
            case .pause: parts.append("in MPD's queue, paused")
            case .stop: parts.append("in MPD's queue; “emotunesctl play” plays it")
            }
            if follow == .off { parts.append("the queue is not kept in step (playback.follow is \"off\")") }
        } else {
            if storedTrouble == nil { parts.append("MPD has it as the stored playlist “\(StoredPlaylist.name)”") }
            parts.append(
                isQueueEmpty
                    ? "“emotunesctl play” plays it"
                    : "the queue in MPD is another's and is left alone; “emotunesctl play” takes it over")
        }
        if let storedTrouble { parts.append(storedTrouble) }
        if let found, found.count < found.of {
            parts.append("\(found.of - found.count) of its \(found.of) songs are not in MPD's database")
        }
        parts += modes
        if let error = status.error { parts.append("MPD says: \(error)") }
        return parts.joined(separator: "; ")
    }

    private var modes: [String] {
        guard isOurs else { return [] }
        return [
            status.isRandom ? "MPD's random mode is on, so the songs come in an order of its own" : nil,
            status.isSingle ? "MPD's single mode is on, so it stops after each song" : nil,
            status.isConsuming ? "MPD's consume mode is on, so songs that were played leave the queue" : nil,
        ].compactMap(\.self)
    }
}
