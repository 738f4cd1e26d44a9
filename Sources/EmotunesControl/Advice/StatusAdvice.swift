import ControlProtocol

/// Finds what helps from what the daemon says of itself.
struct StatusAdvice {
    let status: Status
    let now: Timestamp
    let calendar: LocalCalendar

    var advice: Advice {
        Advice(facts: [state, playlist].compactMap(\.self), found: troubles, usual: usual)
    }

    // MARK: What is going on

    private var state: String {
        let mood = mood.map { "; \($0)" } ?? ""
        switch status.state {
        case .paused:
            let end = status.pausedUntil.map { " until \(time($0))" } ?? ""
            return "EmoTunes is paused\(end); the camera is closed\(mood)."
        case .starting: return "EmoTunes is starting\(mood)."
        case .watching: return "EmoTunes is watching\(mood)."
        case .cameraUnavailable: return "EmoTunes is without a camera\(mood)."
        case .idle, .degraded, .unrecognised: return "EmoTunes is running\(mood)."
        }
    }

    private var mood: String? {
        if let hold = status.moodHold {
            return "your mood is \(hold.mood.rawValue) until \(time(hold.until)), as \(hold.by) said"
        }
        guard let mood = status.mood else { return nil }
        let looks = status.state == .watching ? "you look" : "you looked"
        return "\(looks) \(mood.name.rawValue) (\(percent(mood.confidence)) sure)"
    }

    private var playlist: String {
        guard let playlist = status.playlist else { return "There is no playlist yet." }
        let songs = playlist.tracks == 1 ? "1 song" : "\(playlist.tracks) songs"
        return
            "Playlist \(playlist.id) has \(songs) for \(playlist.mood.rawValue) and was made at \(time(playlist.generatedAt))."
    }

    // MARK: What is wrong

    /// The worst first: what loses something, what keeps it from seeing, what keeps songs from being heard.
    private var troubles: [Trouble] {
        [degraded, camera, catalogue, library, player, files, account, music, seeing].compactMap(\.self)
    }

    private var degraded: Trouble? {
        guard status.state == .degraded else { return nil }
        let what = status.notices?.first ?? "something a person would miss does not work"
        let journal = Advice.Step("journalctl -t emotunesd -n 20", "shows what emotunesd has said of it")
        let doctor = Advice.Step("emotunesctl doctor", "checks everything and says what to do")
        if what.lowercased().contains("no space left") || what.contains("quota") {
            return Trouble(
                "disk_full", "Nothing can be kept: \(what).",
                [
                    Advice.Step("df -h ~", "shows how full the disk is; EmoTunes goes on by itself once there is room"),
                    Advice.Step("du -xh ~ | sort -h | tail", "shows what takes most of it"), journal,
                ])
        }
        if what.contains("does not answer") {
            return Trouble("unanswered", capitalised(what) + ".", [doctor, journal])
        }
        return Trouble("degraded", capitalised(what) + ".", [doctor, journal])
    }

    private var camera: Trouble? {
        let detail = status.camera.detail ?? status.camera.source
        let doctor = Advice.Step("emotunesctl doctor", "says what keeps the camera closed, and how to change that")
        let list = Advice.Step("emotunesctl camera list", "shows every camera, and which program has it open")
        let without = Advice.Step("emotunesctl regenerate --mood happy", "makes a playlist without a camera")
        switch status.camera.state {
        case .denied:
            return Trouble("camera_denied", "EmoTunes may not open the camera: \(detail).", [doctor, without, list])
        case .missing:
            // What PipeWire lacks is its service or a permission as often as a plug.
            let prefix = "pipewire: "
            let text =
                detail.hasPrefix(prefix)
                ? "\(capitalised(String(detail.dropFirst(prefix.count)))). EmoTunes tries again by itself."
                : "\(capitalised(detail)). Plug one in, and EmoTunes finds it by itself."
            return Trouble("camera_missing", text, [list, without, doctor])
        case .failed:
            return Trouble("camera_failed", "The camera gives no pictures: \(detail).", [doctor, list, without])
        case .busy, .yielded:
            return Trouble(
                "camera_busy", "Another program has the camera; EmoTunes takes it again when that one is done.",
                [list, without])
        case .paused:
            let called = status.notices?.contains { $0.contains("somebody asked through the socket") } ?? false
            let why = called ? "It was started by a question, so the camera stays closed until you want it open." : nil
            return Trouble(
                "paused", why ?? "The playlist stays as it is while the camera is closed.",
                [Advice.Step("emotunesctl resume", "opens the camera again"), without])
        case .ended:
            return Trouble("ended", "The recording is over; nothing is watched any more.", [without])
        case .starting, .streaming, .released, .unrecognised: return nil
        }
    }

    private var catalogue: Trouble? {
        guard status.catalogue.tracks == 0, (status.library?.tracks ?? 0) == 0 else { return nil }
        return Trouble(
            "no_catalogue", "There are no songs to choose from: the catalogue is empty.",
            [
                Advice.Step(
                    "emotunesctl catalogue import FILE.csv", "takes in a table of songs, for example from Exportify"),
                Advice.Step("emotunesctl config set music.folders ~/Music", "chooses from your own music files"),
                Advice.Step("emotunesctl catalogue info", "shows what the catalogue holds"),
            ])
    }

    private var library: Trouble? {
        guard let library = status.library else { return nil }
        let scan = Advice.Step("emotunesctl library scan", "looks through your music folders again")
        let show = Advice.Step("emotunesctl library", "shows what was found in each folder, and what keeps more out")
        switch library.state {
        case .unreachable:
            return Trouble(
                "library_unreachable", "Your music cannot be looked through: \(library.detail).", [show, scan])
        case .ready where library.tracks == 0:
            return Trouble("library_empty", "No songs were found in your music folders.", [show, scan])
        case .off, .scanning, .ready, .unrecognised: return nil
        }
    }

    private func publication(_ target: PublishingTarget) -> Publication? {
        status.playlist?.publishing.first { $0.target == target }
    }

    private var player: Trouble? {
        guard let mpd = publication(.mpd), mpd.state == .failed else { return nil }
        return Trouble(
            "mpd_failed", "MPD does not take the playlist: \(mpd.detail).",
            [
                Advice.Step("emotunesctl config get mpd.host", "shows which MPD is meant; `config set` names another"),
                Advice.Step("emotunesctl config set mpd.enabled off", "leaves MPD alone"),
            ])
    }

    private var files: Trouble? {
        guard let file = publication(.file), file.state == .failed else { return nil }
        return Trouble(
            "file_failed", "The playlist's file could not be written: \(file.detail).",
            [Advice.Step("emotunesctl doctor", "checks the folder, and says what to do")])
    }

    private var account: Trouble? {
        let detail = status.spotify.detail.isEmpty ? "" : " (\(status.spotify.detail))"
        let login = Advice.Step("emotunesctl login", "signs in at Spotify, in your browser")
        switch status.spotify.state {
        case .expired:
            return Trouble(
                "login_expired", "The sign-in at Spotify has expired\(detail); the playlist there stays as it is.",
                [login])
        case .signedOut:
            return Trouble(
                "signed_out", "You are not signed in at Spotify, so the playlist does not go there.", [login])
        case .offline:
            return Trouble("offline", "Spotify cannot be reached\(detail); it is tried again by itself.", [])
        case .rateLimited:
            let end = status.spotify.notBefore.map { " until \(time($0))" } ?? ""
            return Trouble(
                "rate_limited", "Spotify has asked to be left alone\(end); the playlist there follows then.", [])
        case .signedIn:
            guard let playlist = publication(.spotify), playlist.state == .failed else { return nil }
            return Trouble(
                "spotify_failed", "Spotify does not take the playlist: \(playlist.detail).",
                [Advice.Step("emotunesctl doctor", "checks the account, and says what to do"), login])
        case .off, .unrecognised: return nil
        }
    }

    /// Nothing could play the songs.
    private var music: Trouble? {
        let isPlayer = publication(.mpd).map { $0.state != .off } ?? false
        guard status.playlist != nil, status.spotify.state == .off, !isPlayer, (status.library?.state ?? .off) == .off
        else { return nil }
        return Trouble(
            "no_music", "The playlist names songs, but nothing here can play them yet.",
            [
                Advice.Step(
                    "emotunesctl config set music.folders ~/Music", "chooses from your own music, for any player"),
                Advice.Step(
                    "emotunesctl login --client-id ID", "keeps a playlist in your Spotify account (see README)"),
            ])
    }

    /// The camera is open, and there is nothing to see.
    private var seeing: Trouble? {
        guard status.camera.state == .streaming, status.moodHold == nil else { return nil }
        // Not `camera test`, which the daemon would have to leave the camera to.
        let test = Advice.Step("emotunesctl watch", "shows live what is read in your face")
        let without = Advice.Step("emotunesctl regenerate --mood happy", "makes a playlist without waiting")
        if status.state == .idle {
            return Trouble("nobody_there", "Nobody can be seen just now; the mood is held until somebody is.", [test])
        }
        guard status.mood == nil else { return nil }
        return Trouble(
            "no_mood_yet", "No mood is known yet: sit before the camera for half a minute.", [test, without])
    }

    // MARK: What helps when nothing is wrong

    private var usual: [Advice.Step] {
        var steps: [Advice.Step] = []
        let isNew = status.notices?.contains { $0.contains("is new here") } ?? false
        if status.moodHold != nil { steps.append(Advice.Step("emotunesctl mood auto", "lets your looks decide again")) }
        if let mpd = publication(.mpd), mpd.state == .published, !mpd.detail.hasPrefix("plays in MPD") {
            steps.append(Advice.Step("emotunesctl play", "plays the list in MPD, and keeps it in step"))
        }
        if isNew, status.camera.state == .streaming {
            steps.append(Advice.Step("emotunesctl calibrate", "learns your face at rest in half a minute"))
        }
        if status.playlist != nil {
            steps.append(Advice.Step("emotunesctl playlist --why", "shows the songs, and why each was chosen"))
        } else {
            steps.append(Advice.Step("emotunesctl regenerate --mood happy", "makes a playlist now"))
        }
        if status.mood != nil, status.moodHold == nil {
            let other: MoodName = status.mood?.name == .happy ? .neutral : .happy
            steps.append(
                Advice.Step("emotunesctl mood set \(other.rawValue)", "says what your mood is, where this is wrong"))
        }
        steps += [
            Advice.Step("emotunesctl history --plot mood.svg", "draws your moods of the last day"),
            Advice.Step("emotunesctl page", "makes a page of it all for your browser"),
            Advice.Step("emotunesctl doctor", "checks that everything works"),
        ]
        return steps
    }

    private func time(_ moment: Timestamp) -> String { calendar.text(moment, now: now) }

    private func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
