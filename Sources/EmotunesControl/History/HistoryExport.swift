import ArgumentParser
import ControlProtocol
import ControlSocket

/// What `history --export` writes.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    /// One line for each mood, shift, playlist and event.
    case csv
    /// The daemon's own object.
    case json
    /// The songs of the playlists, as JSON Shareable Playlist Format.
    case jspf
}

/// The history for other programs.
struct HistoryExport {
    let period: HistoryPeriod
    /// The songs of at most so many playlists are asked for, the newest.
    private static let playlists = 200

    func text(_ format: ExportFormat, _ client: inout ControlClient) throws -> String {
        switch format {
        case .json: try client.history(period.query).prettyText + "\n"
        case .csv: Self.csv(try client.decodedHistory(period.query))
        case .jspf: try jspf(&client).prettyText + "\n"
        }
    }

    static func csv(_ history: History) -> String {
        var rows: [(at: Timestamp, cells: [String])] = []
        rows += history.moods.map {
            ($0.from, ["mood", $0.to.rfc3339, $0.mood.rawValue, "", hundredths($0.confidence), ""])
        }
        rows += history.shifts.map {
            ($0.at, ["shift", "", $0.to.rawValue, $0.from.rawValue, hundredths($0.confidence), $0.why])
        }
        rows += history.playlists.map { ($0.at, ["playlist", "", $0.mood.rawValue, "", "", "\($0.id): \($0.reason)"]) }
        rows += history.events.map {
            (
                $0.at,
                [
                    "\($0.kind.rawValue)", "", "", "", "",
                    [$0.word, $0.subject].compactMap(\.self).joined(separator: " ") + ": \($0.text)",
                ]
            )
        }
        let lines = rows.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map {
            ([$0.element.at.rfc3339] + $0.element.cells).map(cell).joined(separator: ",")
        }
        return (["time,kind,until,mood,from,confidence,text"] + lines).joined(separator: "\r\n") + "\r\n"
    }

    /// RFC 4180; what a spreadsheet would take for a formula is kept from it by an apostrophe.
    private static func cell(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t".contains($0) } == true ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    private func jspf(_ client: inout ControlClient) throws -> JSONValue {
        let all = try client.decodedHistory(period.query).playlists.suffix(Self.playlists)
        var tracks: [JSONValue] = []
        for made in all {
            let reply = try client.call(.getPlaylist, ["id": .integer(Int64(made.id))])["playlist"]
            guard let playlist = try? reply?.decoded(as: Playlist.self) else { continue }
            tracks += playlist.tracks.map { Self.track($0, of: made) }
        }
        return .object([
            "playlist": .object([
                "title": .string("EmoTunes, \(period.from.rfc3339) to \(period.to.rfc3339)"),
                "creator": "EmoTunes", "date": .string(period.to.rfc3339), "track": .array(tracks),
            ])
        ])
    }

    private static func track(_ track: PlaylistTrack, of playlist: PastPlaylist) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if track.uri.hasPrefix("spotify:") || track.uri.hasPrefix("file:") {
            members.append(("location", .array([.string(track.uri)])))
        }
        if let title = track.title { members.append(("title", .string(title))) }
        if let artists = track.artists { members.append(("creator", .string(artists.joined(separator: ", ")))) }
        if let album = track.album { members.append(("album", .string(album))) }
        if let url = track.url { members.append(("info", .string(url))) }
        if let cover = track.cover { members.append(("image", .string(cover))) }
        members.append(
            ("annotation", .string("playlist \(playlist.id), for \(playlist.mood.rawValue), \(playlist.at.rfc3339)")))
        return .object(JSONObject(members.map { .init($0.0, $0.1) }))
    }
}
