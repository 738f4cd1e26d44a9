/// Tells a capture thread that hangs in a driver's call from a calm one by how long it has been silent. Waiting is no
/// silence.
struct CaptureWatchdog {
    /// Seconds the thread has neither waited nor shown that it gets on.
    let silence: Double
    /// Seconds that what a camera saw has waited to be taken in.
    var pipeSilence = 0.0

    /// How often the thread is looked at: a hanging call is to be known after fifteen seconds.
    static let interval = Duration.seconds(3)
    /// Longer than any camera takes to open, close or change its format.
    private static let hangingAfter = 10.0
    /// The manager restarts the daemon one watchdog interval later than the last sign of life it is told of. A driver
    /// that comes back within minutes is waited for, and restarting in vain stays below the units' start limit.
    private static let patience = 2.0

    static let hangingSentence =
        "the camera's driver does not answer, not even with an error; if it stays so, unplug the camera and plug it in again"

    var isHanging: Bool { silence > Self.hangingAfter }

    /// Whether the manager is told that all is well.
    ///
    /// - Parameter watchdog: the manager's interval; nil if it does not watch.
    func feeds(watchdog: Duration?) -> Bool {
        guard let watchdog else { return false }
        return max(silence, pipeSilence) < max(Self.hangingAfter, watchdog / .seconds(1) * Self.patience)
    }
}
