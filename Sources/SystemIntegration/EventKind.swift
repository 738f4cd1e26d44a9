package import Logging

/// The kinds of event a reader of the journal may look for: `journalctl EMOTUNES_EVENT=mood_shift`.
///
/// Each has a message id, under which `systemd/emotunes.catalog` explains it to people (`journalctl -x`). The ids are
/// for ever: a kind whose meaning changes gets a new one.
package enum EventKind: String, CaseIterable, Sendable {
    /// One mood gave way to another.
    case moodShift = "mood_shift"
    /// A playlist was made or published, or could not be.
    case playlist
    /// The camera's state changed.
    case camera
    /// How we stand with Spotify changed.
    case spotify
    /// The daemon was given a command through the control socket.
    case control
    /// The configuration was read, or was not good.
    case config
    /// The daemon ran for the first time and says what it does.
    case firstStart = "first_start"
    /// What the desktop was told could not be: notifications and hooks.
    case desktop

    /// 128 bits as 32 hexadecimal digits.
    package var messageID: String {
        switch self {
        case .moodShift: "a033612210594cd98b4c33fb6b2478fe"
        case .playlist: "da96d15c161448f09b437f9e0b65ecaa"
        case .camera: "e33d1d99e0ab40dc96bbd16ddc125267"
        case .spotify: "0025cb9bc1324f4ca57b16f0552dd5ea"
        case .control: "49ff90c70f4a4a9b9031c0bb60076a57"
        case .config: "2dfbebf6831e4d419080898978551704"
        case .firstStart: "55116a85f1a0413d8501780552bdd8ba"
        case .desktop: "6c0d2f5b8a3e4b7f9d1e27a4c5b86013"
        }
    }

    /// The metadata that makes a log line an event of this kind, with fields of its own: `["mood": "happy"]` becomes
    /// `EMOTUNES_MOOD=happy` in the journal.
    package func metadata(_ fields: Logger.Metadata = [:]) -> Logger.Metadata {
        var all = fields
        all[LogRecord.eventKey] = .string(rawValue)
        all[LogRecord.messageIDKey] = .string(messageID)
        return all
    }
}
