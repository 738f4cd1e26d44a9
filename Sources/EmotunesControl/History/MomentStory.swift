import ControlProtocol

/// Why the playlist changed at a moment, or did not, in words for a person who knows nothing of the program's inside.
struct MomentStory {
    let facts: MomentFacts
    let calendar: LocalCalendar
    let style: Style

    var lines: [String] {
        let clock = calendar.clock(facts.begin)
        let title = "\(calendar.longDay(facts.begin)), \(clock)"
        guard !facts.isUnknown else {
            return [
                style.bold(title),
                "Nothing is kept of that time: either EmoTunes was not there yet, or it is too long ago.",
            ]
        }
        return [style.bold(title)] + answer + [""] + details
    }

    // MARK: The answer

    private var answer: [String] {
        if let shift = facts.shift { return shiftAnswer(shift) + trouble }
        if let made = facts.playlistMade {
            let when = at(facts.made(made))
            return ["Playlist \(made.id), for \(made.mood.rawValue), was made at \(when): \(made.reason)."] + trouble
        }
        return quietAnswer + trouble
    }

    private func shiftAnswer(_ shift: MoodShift) -> [String] {
        var lines = [
            "Your mood shifted from \(shift.from.rawValue) to \(shift.to.rawValue) at \(at(shift.at)): you \(shift.why)."
        ]
        guard let playlist = facts.playlist(after: shift) else {
            return lines + ["No playlist was made for it in the hours that followed."]
        }
        let made = facts.made(playlist)
        if made.secondsSince1970 - shift.at.secondsSince1970 <= MomentFacts.near {
            lines.append("Playlist \(playlist.id) was made for it.")
        } else {
            lines.append("Its playlist, number \(playlist.id), could only be made at \(at(made)).")
        }
        return lines
    }

    private var quietAnswer: [String] {
        if facts.isRunning == false { return [notRunning] }
        if let held = facts.held {
            return [
                "The playlist did not change, because the mood was held \(span(held.at, facts.holdEnd)).",
                capitalised(held.text) + ".",
            ]
        }
        if let shift = facts.waitingShift, let playlist = facts.playlist(after: shift) {
            return [
                "Your mood had shifted from \(shift.from.rawValue) to \(shift.to.rawValue) at \(at(shift.at)), but playlist "
                    + "\(playlist.id) for it could only be made at \(at(facts.made(playlist)))."
            ]
        }
        if let camera = facts.camera, !facts.isWatching {
            return [
                "The playlist did not change, because the camera was not watching \(span(camera.at, facts.cameraEnd)).",
                "It said: \(camera.text).",
            ]
        }
        if let away = facts.away {
            let back = facts.next(.presence).flatMap { $0.word == "back" ? $0.at : nil }
            return [
                "The playlist did not change, because you could not be seen \(span(away.at, back)).",
                "It said: \(away.text).",
            ]
        }
        if let near = facts.nearly {
            return ["The playlist did not change, but at \(at(near.at)) it was close.", capitalised(near.text) + "."]
        }
        return [moodAnswer]
    }

    private var notRunning: String {
        let ended = facts.last(.program)
        let again = facts.next(.program).map { $0.word == "started" ? " and started again at \(at($0.at))" : "" } ?? ""
        let since = ended.map { ": it ended at \(at($0.at))\(again)" } ?? ""
        return "The playlist did not change, because EmoTunes was not running\(since)."
    }

    private var moodAnswer: String {
        guard let mood = facts.mood else {
            return facts.lastMood == nil
                ? "The playlist did not change: no mood had been read yet."
                : "The playlist did not change: no face could be read well enough just then, and the mood was held."
        }
        let stretch = "from \(at(mood.from)) to \(at(mood.to))"
        guard let playlist = facts.playlist else {
            return "You looked \(mood.mood.rawValue) \(stretch). There was no playlist yet."
        }
        if mood.mood == playlist.mood {
            return
                "Nothing called for a change: you looked \(mood.mood.rawValue) \(stretch), and playlist \(playlist.id) "
                + "was for that mood."
        }
        return "The playlist did not change: you looked rather \(mood.mood.rawValue) than \(playlist.mood.rawValue) "
            + "\(stretch), but not clearly enough for another playlist."
    }

    /// What did not work then, whatever the answer is.
    private var trouble: [String] {
        guard facts.isRunning != false else { return [] }
        var lines: [String] = []
        if let storage = facts.storageTrouble {
            let end = facts.next(.storage).flatMap { $0.word == "recovered" ? $0.at : nil }
            lines.append("Nothing could be written \(span(storage.at, end)): \(storage.text).")
        }
        for target in facts.publishing where target.word == "failed" || target.word == "pending" {
            lines.append(
                "\(capitalised(name(target.subject))) did not show the newest playlist at that moment (\(target.text))."
            )
        }
        lines += facts.settings.map { "Settings at \(at($0.at)): \($0.text)." }
        return lines
    }

    // MARK: Details

    private var details: [String] {
        var rows: [(String, String)] = []
        if let mood = facts.mood {
            rows.append(
                (
                    "mood",
                    "\(mood.mood.rawValue), \(percent(mood.confidence)) sure, from \(at(mood.from)) to \(at(mood.to))"
                ))
        } else if let mood = facts.lastMood {
            rows.append(("mood", "\(mood.mood.rawValue) when it was last read, at \(at(mood.to))"))
        }
        if let held = facts.held { rows.append(("held", "since \(at(held.at)): \(held.text)")) }
        if let playlist = facts.playlist {
            rows.append(
                (
                    "playlist",
                    "\(playlist.id), for \(playlist.mood.rawValue), since \(at(facts.made(playlist))): \(playlist.reason)"
                ))
        }
        for target in facts.publishing { rows.append((name(target.subject), published(target))) }
        if facts.isRunning != false, let camera = facts.camera {
            rows.append(("camera", "\(camera.word) since \(at(camera.at)): \(camera.text)"))
        }
        if facts.isRunning != false, facts.isWatching, let presence = facts.last(.presence) {
            rows.append(("you", "\(presence.word == "back" ? "there" : "not seen") since \(at(presence.at))"))
        }
        if facts.isRunning != false, let spotify = facts.last(.spotify), spotify.word != "off" {
            let detail = spotify.text.isEmpty ? "" : ": \(spotify.text)"
            rows.append(("account", "\(spotify.word.replacing("_", with: " ")) since \(at(spotify.at))\(detail)"))
        }
        if let change = facts.before.shifts.last(where: { $0.at < facts.begin && $0.at != facts.shift?.at }) {
            rows.append(("before", "\(change.from.rawValue) → \(change.to.rawValue) at \(at(change.at))"))
        }
        if let change = facts.after.shifts.first(where: { $0.at > facts.end && $0.at != facts.shift?.at }) {
            rows.append(("after", "\(change.from.rawValue) → \(change.to.rawValue) at \(at(change.at))"))
        }
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        return rows.map { "  " + style.dim(Columns.pad($0.0, width)) + $0.1 }
    }

    private func published(_ target: HistoryEvent) -> String {
        switch target.word {
        case "published": "shows \(target.text) since \(at(target.at))"
        case "off": "switched off since \(at(target.at))"
        default: "\(target.word) since \(at(target.at)): \(target.text)"
        }
    }

    // MARK: Words

    private func name(_ target: String?) -> String {
        switch target {
        case "file": "the playlist file"
        case "spotify": "Spotify"
        case "mpd": "MPD"
        default: target ?? "?"
        }
    }

    /// `15:42`, with the date where it is another day than the one that is asked about.
    private func at(_ moment: Timestamp) -> String { calendar.text(moment, now: facts.begin) }

    private func span(_ begin: Timestamp, _ end: Timestamp?) -> String {
        end.map { "from \(at(begin)) to \(at($0))" } ?? "from \(at(begin)) on"
    }

    private func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
