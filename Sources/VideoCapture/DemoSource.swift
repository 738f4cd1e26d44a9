import DemoFace
package import Media

/// A face drawn by the program itself, where there is no camera: it follows a script of emotions.
package final class DemoSource: FrameSource {
    package let summary: String
    package var framesSeen: Int { index }
    private let script: DemoScript
    private let repeats: Bool
    private var face = DemoFace()
    private var pace: Pace
    private var index = 0

    private static let width = 640, height = 480
    private static let framesPerSecond = 10.0

    /// - Throws: `CaptureError` if the script cannot be read.
    package init(script text: String, atFullSpeed: Bool, repeats: Bool, waker: CaptureWaker) throws(CaptureError) {
        do {
            script = try DemoScript(parsing: text)
        } catch {
            throw CaptureError(.unusable, "source \"demo:\(text)\": \(error)")
        }
        self.repeats = repeats
        pace = Pace(waker: waker, atFullSpeed: atFullSpeed)
        summary = "a drawn face (\(text))"
    }

    package func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome {
        if let time {
            // Half a frame of slack, as for any recording.
            index = max(index, Int(((time.seconds * Self.framesPerSecond) - 0.5).rounded(.up)))
        }
        let now = MediaTime(seconds: Double(index) / Self.framesPerSecond)
        guard repeats || now.seconds < script.duration else { return .ended }
        guard pace.wait(until: now) else { return .interrupted }
        index += 1
        frame.reshape(width: Self.width, height: Self.height)
        let shown = script.state(
            at: script.duration > 0 ? now.seconds.truncatingRemainder(dividingBy: script.duration) : 0)
        face.draw(shown, time: now.seconds, into: &frame.pixels, width: Self.width, height: Self.height)
        frame.time = now
        return .frame
    }
}
