import ControlProtocol

/// A status for people.
struct StatusText {
    let status: Status
    let now: Timestamp
    let calendar: LocalCalendar
    let style: Style

    /// Where the second column begins.
    private static let indent = 11
    private static let barWidth = 20

    var lines: [String] {
        [[headline] + notices, mood, emotion, playlist, surroundings].filter { !$0.isEmpty }.joined(separator: [""])
            .map(\.self)
    }

    private var headline: String {
        let words =
            switch status.state {
            case .starting: style.attention("starting")
            case .watching: style.good("watching")
            case .idle: style.dim("idle")
            case .paused:
                style.attention("paused") + (status.pausedUntil.map { " until \(calendar.text($0, now: now))" } ?? "")
            case .cameraUnavailable: style.bad("without a camera")
            case .degraded: style.attention("degraded")
            case .unrecognised: "in a state this command does not know"
            }
        return "\(style.bold("EmoTunes \(status.version)")) is \(words), up \(Durations.text(status.uptimeSeconds))"
    }

    private var notices: [String] { (status.notices ?? []).map { style.attention("• ") + $0 } }

    /// The mood, and how near a new playlist is.
    var mood: [String] {
        guard let mood = status.mood else {
            return row("Mood", [style.dim("none yet: EmoTunes has to see a face for a while first")])
        }
        if let hold = status.moodHold {
            let (since, until) = (calendar.text(hold.since, now: now), calendar.text(hold.until, now: now))
            return row(
                "Mood",
                [
                    "\(style.bold(hold.mood.rawValue)), held until \(style.attention(until)), as \(hold.by) said at \(since)",
                    style.dim("whatever your face shows; `emotunesctl mood auto` lets it decide again"),
                ])
        }
        let since = "since \(calendar.text(mood.since, now: now)) (\(Durations.text(from: mood.since, to: now)))"
        let fraction = mood.threshold > 0 ? mood.distance / mood.threshold : 0
        let away = "\(hundredths(mood.distance)) of \(hundredths(mood.threshold)) away from the playlist's"
        return row(
            "Mood",
            [
                "\(style.bold(mood.name.rawValue)), \(percent(mood.confidence)) sure, \(since)",
                "\(style.accent(Bars.bar(fraction, width: Self.barWidth))) \(style.dim(away))",
            ])
    }

    /// The mean scores of the window as seven bars.
    var emotion: [String] {
        guard let emotion = status.emotion else { return [] }
        let bars = MoodName.allCases.filter { $0 != .unrecognised }.map { name in
            let score = emotion.scores[name]
            let bar = style.accent(Bars.bar(score, width: Self.barWidth))
            let (word, figure) = (Columns.pad(name.rawValue, 9), Columns.padLeft(percent(score), 5))
            return name == emotion.dominant
                ? "\(style.bold(word))\(bar) \(style.bold(figure))" : "\(word)\(bar) \(figure)"
        }
        let looks = emotion.samples == 1 ? "1 look" : "\(grouped(emotion.samples)) looks"
        return row("Emotion", bars + [style.dim("over the last \(looks) at a face")])
    }

    private var playlist: [String] {
        guard let playlist = status.playlist else {
            return row("Playlist", [style.dim("none yet; `emotunesctl regenerate --mood happy` makes one now")])
        }
        let made = "made \(calendar.text(playlist.generatedAt, now: now))"
        let ago = "(\(Durations.text(from: playlist.generatedAt, to: now)) ago)"
        let first =
            "\(playlist.id) for \(style.bold(playlist.mood.rawValue)), \(playlist.tracks) tracks, \(made) \(ago)"
        return row("Playlist", [first, style.dim(playlist.reason)] + playlist.publishing.map(line(for:)))
    }

    private func line(for publication: Publication) -> String {
        let state =
            switch publication.state {
            case .published: style.good("published")
            case .pending: style.attention("pending")
            case .failed: style.bad("failed")
            case .off: style.dim("off")
            case .unrecognised: "?"
            }
        let rest = [publication.detail, publication.url ?? ""].filter { !$0.isEmpty }
        let columns = Columns.pad(publication.target.rawValue, 9) + (rest.isEmpty ? state : Columns.pad(state, 9))
        return ([columns] + rest).joined(separator: "  ")
    }

    private var surroundings: [String] {
        let spotify = [status.spotify.state.sentence, status.spotify.detail].filter { !$0.isEmpty }
        let wait = status.spotify.notBefore.map { ["not before \(calendar.text($0, now: now))"] } ?? []
        return camera + row("Spotify", [(spotify + wait).joined(separator: "; ")])
            + row("Catalogue", ["\(grouped(status.catalogue.tracks)) tracks"]) + library
    }

    /// The person's own music; nothing where no folder is named.
    private var library: [String] {
        guard let library = status.library, library.state != .off else { return [] }
        let counts =
            "\(grouped(library.tracks)) songs in \(grouped(library.files)) files, \(grouped(library.withMood)) with a mood"
        let state: String? =
            switch library.state {
            case .scanning: style.attention("being looked through")
            case .unreachable: style.bad("unreachable")
            case .ready, .off, .unrecognised: nil
            }
        let detail = library.detail.isEmpty ? nil : library.detail
        return row("Library", [([counts] + [state, detail].compactMap(\.self)).joined(separator: "; ")])
    }

    /// The camera, its problem, and what to do.
    private var camera: [String] {
        let camera = status.camera
        let counts =
            "\(grouped(camera.framesSeen)) frames seen, \(grouped(camera.framesAnalysed)) looked at, "
            + "\(grouped(camera.facesSeen)) with a face"
        let advice = camera.advice.map { [style.attention($0)] } ?? []
        // Where there is advice, the daemon's detail explains it; a pause needs no explanation.
        let detail =
            advice.isEmpty || camera.state == .paused ? [] : [camera.detail].compactMap(\.self).filter { !$0.isEmpty }
        return row(
            "Camera", ["\(camera.source), \(camera.state.word(style))"] + advice + (detail + [counts]).map(style.dim))
    }

    private func row(_ title: String, _ lines: [String]) -> [String] {
        lines.enumerated().map { index, line in
            index == 0
                ? style.dim(Columns.pad(title, Self.indent)) + line : String(repeating: " ", count: Self.indent) + line
        }
    }
}

extension CameraStatus {
    /// The problem and what to do about it; nil without a problem.
    fileprivate var advice: String? {
        // What PipeWire lacks is its service or a permission as often as a plug; the detail tells.
        if state == .missing, source.hasPrefix("pipewire:") {
            return "There is no camera. EmoTunes tries again by itself."
        }
        return state.advice
    }
}

extension CameraState {
    fileprivate func word(_ style: Style) -> String {
        switch self {
        case .streaming: style.good("streaming")
        case .starting, .busy, .yielded, .released, .paused: style.attention(rawValue)
        case .missing, .denied, .failed: style.bad(rawValue)
        case .ended: style.dim(rawValue)
        case .unrecognised: "in a state this command does not know"
        }
    }

    /// The problem and what to do about it; nil without a problem.
    fileprivate var advice: String? {
        switch self {
        case .starting, .streaming, .unrecognised: nil
        case .busy: "Another program uses it. EmoTunes takes it when it is free."
        case .yielded: "Left to another program. EmoTunes comes back when that one is done."
        case .released: "Closed for now. It is opened again by itself."
        case .missing: "There is no camera. Plug one in: EmoTunes finds it by itself."
        case .denied: "EmoTunes may not open it. `emotunesctl doctor` says what to do."
        case .failed: "It delivers no pictures. Plug it out and in; `journalctl -t emotunesd` says more."
        case .ended: "The recording is over."
        case .paused: "`emotunesctl resume` opens it again."
        }
    }
}

extension SpotifyState {
    fileprivate var sentence: String {
        switch self {
        case .signedIn: "signed in"
        case .signedOut: "signed out"
        case .expired: "the sign-in has expired"
        case .rateLimited: "asked to wait"
        case .offline: "no network"
        case .off: "off"
        case .unrecognised: "in a state this command does not know"
        }
    }
}
