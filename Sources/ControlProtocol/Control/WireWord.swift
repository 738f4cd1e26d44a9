/// An enum whose cases are words on the wire.
///
/// A word this build does not know (a newer daemon may say one) is read as `unrecognised` rather than refused, so an
/// older `emotunesctl` still shows all it understands; `unrecognised` itself is never sent.
package protocol WireWord: RawRepresentable, CaseIterable, Codable, Sendable, Hashable where RawValue == String {
    static var unrecognised: Self { get }
}

extension WireWord {
    /// The words of the contract.
    package static var words: [String] {
        allCases.filter { $0 != unrecognised }.map(\.rawValue)
    }

    package init(from decoder: any Decoder) throws {
        let word = try decoder.singleValueContainer().decode(String.self)
        self = Self(rawValue: word) ?? .unrecognised
    }

    package func encode(to encoder: any Encoder) throws {
        guard self != .unrecognised else {
            let context = EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "not a word to send")
            throw EncodingError.invalidValue(self, context)
        }
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// The seven words that name an emotion and a mood.
package enum MoodName: String, WireWord {
    case angry, disgust, fear, happy, neutral, sad, surprise
    case unrecognised
}

/// The four words that name the mood of a song.
package enum SongMoodName: String, WireWord {
    case happy, sad, energetic, calm
    case unrecognised
}

/// What the daemon as a whole is doing.
package enum DaemonState: String, WireWord {
    case starting, watching, idle, paused
    case cameraUnavailable = "camera_unavailable"
    case degraded
    case unrecognised
}

/// What the camera, or what stands in for it, is doing.
package enum CameraState: String, WireWord {
    case starting, streaming, busy, yielded, released, missing, denied, failed, ended, paused
    case unrecognised
}

/// Where a playlist is published.
package enum PublishingTarget: String, WireWord {
    case spotify, file, mpd, players
    case unrecognised
}

/// How far publishing has got.
package enum PublishingState: String, WireWord {
    case published, pending, failed, off
    case unrecognised
}

/// How we stand with the Spotify account.
package enum SpotifyState: String, WireWord {
    case signedIn = "signed_in"
    case signedOut = "signed_out"
    case expired
    case rateLimited = "rate_limited"
    case offline, off
    case unrecognised
}

/// What a listener says about a track.
package enum Verdict: String, WireWord {
    case like, dislike, clear
    case unrecognised
}
