/// What a desktop answers to a program that wants the camera.
package enum CameraAnswer: Sendable, Equatable {
    /// A connection to PipeWire that shows the cameras; it belongs to whoever asked.
    case connection(Int32)
    /// Nobody hands cameras out here: PipeWire is asked itself.
    case nobody
    /// The waker was used; the answer is still to come.
    case interrupted
    /// The person does not want it, or said nothing for long.
    case refused
}

/// Asks the person, by way of the desktop, whether the camera may be used. Used by one thread.
package protocol CameraAsking: AnyObject {
    /// Asks, or goes on waiting for the answer; returns early when `waker` is used.
    func ask(waker: CaptureWaker) -> CameraAnswer
}
