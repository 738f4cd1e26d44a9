import ControlProtocol
import ControlSocket

/// Checks that the daemon answers, what it reports, and the state of the account.
struct DaemonCheck {
    let connection: ConnectionOptions
    let context: ControlContext

    var findings: [Finding] {
        let status: Status
        let path: String
        var settings: [Finding] = []
        do {
            var client = try connection.connect(in: context)
            path = client.path
            guard
                let answer = try client.call(.getStatus)["status"]?.withoutControlCharacters
                    .decoded(as: Status.self)
            else { throw ControlClientError.malformedReply("no status in it") }
            status = answer
            // A daemon of before has no such method; what it lacks is no finding.
            settings = ((try? PresentSettings.listing(of: &client)).map(inForce)).map { [$0] } ?? []
        } catch {
            return [silence(error), Finding("account", .warning, "not known while emotunesd does not answer")]
        }
        return [daemon(status, path)] + settings + troubles(status)
            + [library(status), account(status.spotify)]
            .compactMap(\.self) + player(status)
    }

    private func silence(_ error: any Error) -> Finding {
        if case .noDaemon = error as? ControlClientError {
            return Finding("daemon", .problem, "\(error)", fix: "systemctl --user start emotunesd, or run emotunesd")
        }
        if case .denied = error as? ControlClientError {
            return Finding("daemon", .problem, "\(error)", fix: "ask as that user, or name your own with --socket")
        }
        return Finding("daemon", .problem, "\(error)", fix: "systemctl --user restart emotunesd")
    }

    private func daemon(_ status: Status, _ path: String) -> Finding {
        let words = "emotunesd \(status.version) answers on \(path); \(status.state.words)"
        guard status.version == Release.version else {
            return Finding(
                "daemon", .warning, "\(words), but this command is \(Release.version)",
                fix: "systemctl --user restart emotunesd")
        }
        return Finding("daemon", .ok, words)
    }

    /// The files whose settings the daemon works with, and what was given on its command line besides.
    private func inForce(_ listing: SettingsListing) -> Finding {
        let files = listing.files.isEmpty ? "the defaults" : listing.files.joined(separator: ", then ")
        let given = listing.settings.filter { $0.origin.hasPrefix("--") }.map { "\($0.key) by \($0.origin)" }
        return Finding("service_settings", .ok, "from " + ([files] + given).joined(separator: "; "))
    }

    /// The problems that the daemon reports.
    private func troubles(_ status: Status) -> [Finding] {
        var found: [Finding] = []
        if status.state == .degraded {
            found.append(
                Finding(
                    "service", .problem, status.notices?.first ?? "something a person would miss does not work",
                    fix: "journalctl -t emotunesd -e says more"))
        }
        switch status.camera.state {
        case .denied, .failed, .missing:
            found.append(
                Finding(
                    "service_camera", .problem,
                    status.camera.detail ?? "\(status.camera.source) is \(status.camera.state.rawValue)",
                    fix: "emotunesctl status says what to do"))
        default: break
        }
        return found
    }

    /// MPD, where the daemon has one or misses one; nothing where there is none to speak of.
    private func player(_ status: Status) -> [Finding] {
        guard let mpd = status.playlist?.publishing.first(where: { $0.target == .mpd }) else { return [] }
        switch mpd.state {
        case .published: return [Finding("player", .ok, mpd.detail)]
        case .pending:
            return [Finding("player", .warning, mpd.detail.isEmpty ? "MPD gets the playlist now" : mpd.detail)]
        case .failed:
            // The playlist is there all the same, in its files or at Spotify.
            return [Finding("player", .warning, mpd.detail)]
        case .off, .unrecognised: return []
        }
    }

    /// The person's own music; nil from a daemon that knows none.
    private func library(_ status: Status) -> Finding? {
        guard let library = status.library else { return nil }
        let counts =
            "\(grouped(library.tracks)) songs in \(grouped(library.files)) files, \(grouped(library.withMood)) with a mood"
        switch library.state {
        case .off:
            let isHeard = status.spotify.state == .signedIn || status.spotify.state == .rateLimited
            return Finding(
                "library", isHeard ? .ok : .warning, "no music folder is named",
                fix: isHeard ? nil : "emotunesctl config set music.folders ~/Music && emotunesctl reload")
        case .unreachable:
            return Finding(
                "library", .warning, library.detail, fix: "mount the folder, or take it out of music.folders")
        case .scanning: return Finding("library", .ok, "\(counts) so far: \(library.detail)")
        case .ready where library.files == 0:
            return Finding(
                "library", .warning, "there is no music in the folders of music.folders",
                fix: "emotunesctl library says what was found")
        case .ready: return Finding("library", .ok, counts + (library.detail.isEmpty ? "" : "; \(library.detail)"))
        case .unrecognised: return nil
        }
    }

    private func account(_ spotify: SpotifyStatus) -> Finding {
        let detail = spotify.detail.isEmpty ? "" : ": \(spotify.detail)"
        switch spotify.state {
        case .signedIn: return Finding("account", .ok, "signed in at Spotify\(detail)")
        case .off: return Finding("account", .ok, "Spotify is off\(detail)")
        case .signedOut: return Finding("account", .warning, "signed out of Spotify\(detail)", fix: "emotunesctl login")
        case .expired:
            return Finding("account", .problem, "the sign-in at Spotify has expired\(detail)", fix: "emotunesctl login")
        case .rateLimited, .offline:
            return Finding(
                "account", .warning, "Spotify cannot be reached now\(detail)", fix: "none needed: it is tried again")
        case .unrecognised:
            return Finding("account", .warning, "the account is in a state this command does not know")
        }
    }
}

extension DaemonState {
    fileprivate var words: String {
        switch self {
        case .cameraUnavailable: "it is without a camera"
        case .unrecognised: "it is in a state this command does not know"
        case .starting, .watching, .idle, .paused, .degraded: "it is \(rawValue)"
        }
    }
}
