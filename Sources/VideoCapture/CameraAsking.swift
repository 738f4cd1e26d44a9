/// What a desktop answers to a program that wants the camera.
package enum CameraAnswer: Sendable, Equatable {
    /// A connection to PipeWire that shows the cameras; the caller closes it.
    case connection(Int32)
    /// Nobody hands cameras out here: PipeWire is asked itself.
    case nobody
    /// The waker was used; the answer is still to come.
    case interrupted
    /// The person does not want it.
    case refused
    /// The person has said nothing for long; the question stays before them.
    case unanswered
    /// Whoever hands cameras out gives no answer that can be understood, which is no consent.
    case silent
}

/// Asks the person, by way of the desktop, whether the camera may be used. Used by one thread.
package protocol CameraAsking: AnyObject {
    /// Asks, or goes on waiting for the answer; returns early when `waker` is used.
    func ask(waker: CaptureWaker) -> CameraAnswer
}
