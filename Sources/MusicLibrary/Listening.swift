import Platform
import SongMoodModel
import Synchronization

/// Whether, and with what, files are listened to: the settings and the power supply decide, and the first music folder starts
/// it.
final class Listening: Sendable {
    /// Tells moods from measured sound; nil: files are not listened to.
    let model: SoundMoodModel?
    private let state = Mutex(State())

    private struct State {
        var isWanted = false
        var isAllowed = false
        /// nil until it is started.
        var watch: SoundWatch?
    }

    init(_ model: SoundMoodModel?) { self.model = model }

    /// Starts the thread, once.
    ///
    /// - Parameter make: makes what runs on it.
    func start(_ make: () -> SoundWatch) {
        guard model != nil else { return }
        state.withLock { state in
            guard state.watch == nil else { return }
            let fresh = make()
            fresh.allow(state.isWanted && state.isAllowed)
            fresh.start()
            state.watch = fresh
        }
    }

    func want(_ isWanted: Bool) { settle { $0.isWanted = isWanted } }
    func allow(_ isAllowed: Bool) { settle { $0.isAllowed = isAllowed } }

    private func settle(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            state.watch?.allow(state.isWanted && state.isAllowed)
        }
    }

    /// Has it look whether there is anything to listen to.
    func wake() { state.withLock { $0.watch }?.wake() }

    func stop() { state.withLock { $0.watch }?.stop() }

    /// How things stand; nil where it is switched off, so that nothing is still to come.
    var present: SoundWatch.State? { state.withLock { $0.isWanted ? $0.watch : nil }?.present }
}
