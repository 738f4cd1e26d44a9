import ControlProtocol
import ControlSocket
import Foundation
import Mood
import Music
import SpotifyWebAPI
import StateStore
import Synchronization
import VideoCapture

/// Answers the control socket: decodes nothing, holds nothing, only asks the parts that know.
final class DaemonControl: ControlService {
    private let conductor: Conductor
    private let watch: WatchControl
    private let store: StateStore
    private let account: SpotifyAccount
    private let startedAt = ContinuousClock.now
    private let resumed: @Sendable () -> Void
    private let reloading: @Sendable () async throws(ControlFailure) -> Void
    /// Ends a timed pause.
    private let pauseTimer = Mutex<Task<Void, Never>?>(nil)

    init(
        conductor: Conductor, watch: WatchControl, store: StateStore, account: SpotifyAccount,
        resumed: @escaping @Sendable () -> Void,
        reloading: @escaping @Sendable () async throws(ControlFailure) -> Void
    ) {
        self.conductor = conductor
        self.watch = watch
        self.store = store
        self.account = account
        self.resumed = resumed
        self.reloading = reloading
    }

    func status() async -> Status {
        let (state, engine) = await conductor.present
        let uptime = (ContinuousClock.now - startedAt).components
        return await StatusTranslation(
            state: state, engine: engine, spotify: account.report, publication: account.publication,
            source: watch.present.address.description,
            uptimeSeconds: Double(uptime.seconds) + (Double(uptime.attoseconds) * 1e-18 * 10).rounded() / 10
        ).status
    }

    func statusChanges() async -> AsyncStream<Status> {
        let ticks = await conductor.changes()
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task { [weak self] in
                for await _ in ticks {
                    guard let self else { break }
                    continuation.yield(await self.status())
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    func playlist() async throws(ControlFailure) -> Playlist {
        guard let playlist = await conductor.present.0.playlist else { throw .noPlaylistYet }
        // Without the covers if they cannot be read.
        let details = try? await store.details(of: playlist.tracks.compactMap(\.identity.spotifyID))
        return playlist.wire(details ?? [:])
    }

    func history() async throws(ControlFailure) -> ControlProtocol.History {
        do {
            let history: StoredHistory = try await store.history()
            return history.wire
        } catch {
            throw .failed(message: String(describing: error))
        }
    }

    func pause(seconds: Int?) async throws(ControlFailure) {
        watch.setPaused(true)
        let timer = seconds.map { seconds in
            Task { [watch] in
                // The continuous clock runs on through a suspended machine.
                try? await Task.sleep(for: .seconds(seconds), clock: .continuous)
                if !Task.isCancelled { watch.setPaused(false) }
            }
        }
        setTimer(timer)
    }

    func resume() async throws(ControlFailure) {
        setTimer(nil)
        resumed()
        watch.setPaused(false)
    }

    func regenerate(mood: MoodName?) async throws(ControlFailure) {
        var wanted: Emotion?
        if let mood {
            guard let known = Emotion(rawValue: mood.rawValue) else { throw .unknownMood(mood.rawValue) }
            wanted = known
        }
        do {
            guard try await conductor.regenerate(wanted) else { throw ControlFailure.noPlaylistYet }
        } catch let failure as ControlFailure {
            throw failure
        } catch {
            throw .failed(message: String(describing: error))
        }
    }

    func feedback(uri: String?, verdict: ControlProtocol.Verdict) async throws(ControlFailure) {
        guard let uri else { throw .nothingPlaying }
        let latest = await conductor.present.0.playlist
        guard let track = latest?.tracks.first(where: { $0.uri == uri }) else { throw .noSuchTrack(uri: uri) }
        do {
            if let kept = StoredVerdict(rawValue: verdict.rawValue) {
                try await store.record(
                    FeedbackRecord(
                        identity: track.identity, title: track.title, artists: track.artists, verdict: kept, at: Date())
                )
            } else {
                _ = try await store.clearFeedback(on: track.identity)
            }
        } catch {
            throw .failed(message: String(describing: error))
        }
    }

    func reload() async throws(ControlFailure) { try await reloading() }

    func beginLogin() async throws(ControlFailure) -> SignIn {
        do throws(SignInDesk.Failure) {
            let url = try await account.beginLogin()
            let scopes = await account.connection?.scopes ?? []
            return SignIn(url: url, permissions: scopes.map { Permission(scope: $0.name, purpose: $0.purpose) })
        } catch {
            throw .loginFailed(message: error.message)
        }
    }

    func finishLogin(address: String?) async throws(ControlFailure) {
        do throws(SignInDesk.Failure) {
            try await account.finishLogin(pasted: address)
        } catch {
            throw .loginFailed(message: error.message)
        }
    }

    func logout() async throws(ControlFailure) {
        do {
            try await account.logOut()
        } catch {
            throw .failed(message: "\(error)")
        }
    }

    private func setTimer(_ timer: Task<Void, Never>?) {
        let old = pauseTimer.withLock { present in
            defer { present = timer }
            return present
        }
        old?.cancel()
    }
}
