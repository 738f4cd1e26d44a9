import Configuration
import Desktop
import Emotions
import FoundationEssentials
import Platform
import StateStore
import Synchronization

/// Decides what the desktop is told: which playlists are a notification, and what a hook is told of a shift. Whatever it
/// hands on goes to a thread that nothing waits for.
final class DesktopAnnouncer: Sendable {
    /// What the settings say of it.
    struct Policy: Sendable, Equatable {
        var level = NotificationSettings.Level.off
        /// The program and its arguments, with its home folder filled in; empty: none.
        var onShift: [String] = []
        var hookSeconds = 30.0
    }

    private struct State {
        var policy = Policy()
        /// The next list was asked for on a notification, so it is shown whatever the settings say of others.
        var isAsked = false
    }

    private let state = Mutex(State())
    private let show: @Sendable (Notice) -> Void
    private let enable: @Sendable (Bool) -> Void
    private let run: @Sendable (HookCall) -> Void
    private let boot: @Sendable () -> Double
    private let stateFolder: String

    /// - Parameters:
    ///   - show: shows a notice; `enable` says whether notices are wanted at all. Both must not block, nor `run`.
    init(
        stateFolder: String, show: @escaping @Sendable (Notice) -> Void, enable: @escaping @Sendable (Bool) -> Void,
        run: @escaping @Sendable (HookCall) -> Void, boot: @escaping @Sendable () -> Double = bootSeconds
    ) {
        self.stateFolder = stateFolder
        self.show = show
        self.enable = enable
        self.run = run
        self.boot = boot
    }

    /// Goes by these settings from now on.
    func configure(_ policy: Policy) {
        state.withLock { $0.policy = policy }
        enable(policy.level != .off)
    }

    /// The next list will have been asked for on a notification.
    func expectList() { state.withLock { $0.isAsked = true } }

    /// Nothing comes of what was asked for.
    func expectNothing() { state.withLock { $0.isAsked = false } }

    /// A playlist was made.
    ///
    /// - Parameter isForShift: whether a shift of the mood asked for it.
    func made(_ playlist: PlaylistRecord, isForShift: Bool) {
        let isWanted = state.withLock { state in
            defer { state.isAsked = false }
            return switch state.policy.level {
            case .off: false
            case .shifts: isForShift || state.isAsked
            case .all: true
            }
        }
        guard isWanted else { return }
        show(
            Notice(
                title: "Mood: \(playlist.mood)", lines: Self.lines(playlist), actions: Notice.Action.allCases,
                madeAt: boot()))
    }

    /// The mood has shifted.
    func shifted(_ shift: MoodShiftRecord) {
        let policy = state.withLock { $0.policy }
        guard !policy.onShift.isEmpty else { return }
        let (mood, from) = (shift.to.rawValue, shift.from.rawValue)
        run(
            HookCall(
                command: policy.onShift.map { $0.replacing("{mood}", with: mood).replacing("{from}", with: from) },
                environment: [
                    "EMOTUNES_EVENT": "mood_shift", "EMOTUNES_MOOD": mood, "EMOTUNES_FROM": from,
                    "EMOTUNES_CONFIDENCE": "\((shift.confidence * 1000).rounded() / 1000)",
                    "EMOTUNES_AT": shift.at.formatted(.iso8601), "EMOTUNES_WHY": shift.why,
                    "EMOTUNES_STATE": stateFolder,
                ], limit: policy.hookSeconds))
    }

    /// So many titles are told of.
    private static let titles = 3

    private static func lines(_ playlist: PlaylistRecord) -> [String] {
        let named = playlist.tracks.filter { $0.title != nil }.prefix(titles)
        let songs = named.map { track in
            [track.artists.joined(separator: ", "), track.title ?? ""].filter { !$0.isEmpty }.joined(separator: " – ")
        }
        let rest = playlist.tracks.count - songs.count
        guard rest > 0 else { return songs }
        return songs + [songs.isEmpty ? "\(rest) songs" : "and \(rest) more"]
    }
}

extension DesktopAnnouncer.Policy {
    init(_ settings: Settings, expandingHome: (String) -> String?) {
        let hook = settings.hooks.onShift
        self.init(
            level: settings.notifications.level,
            // Where there is no home there is no program, and its first argument must not become one.
            onShift: hook.first.flatMap(expandingHome).map { [$0] + hook.dropFirst() } ?? [],
            hookSeconds: settings.hooks.timeLimitSeconds)
    }
}
