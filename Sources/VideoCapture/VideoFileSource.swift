package import Media

/// A video file, sampled by its own timestamps: the same frames are looked at whatever the speed.
package final class VideoFileSource: FrameSource {
    package let summary: String
    package var framesSeen: Int { index }
    private let library: VideoLibrary
    private let path: String
    private let repeats: Bool
    private var file: OpaquePointer
    private let rate: Double
    private var clock: RecordingClock
    private var pace: Pace
    private var index = 0
    private var startedAt = 0
    /// A frame stepped to but not yet delivered, because the wait for its time was interrupted.
    private var pending: MediaTime?

    /// - Throws: `CaptureError` if the file is missing or no video, or the video library is.
    package init(path: String, atFullSpeed: Bool, repeats: Bool, waker: CaptureWaker) throws(CaptureError) {
        library = try VideoLibrary()
        self.path = path
        self.repeats = repeats
        file = try Self.open(path, library)
        let told = library.rate(file)
        rate = told.isFinite && told > 0 && told < 1000 ? told : 30
        clock = RecordingClock(rate: rate)
        pace = Pace(waker: waker, atFullSpeed: atFullSpeed)
        summary = "video file \(path)"
    }

    deinit { library.close(file) }

    package func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome {
        while true {
            var now: MediaTime
            if let waiting = pending {
                now = waiting
            } else {
                guard try step() else { return .ended }
                now = MediaTime(seconds: clock.time(number: index - 1 - startedAt, told: library.time(file)))
            }
            pending = nil
            // Half a frame of slack: 0.5 s at 29.97 frames a second is frame 15, not frame 16.
            if let time, now.seconds + 0.5 / rate < time.seconds { continue }
            guard pace.wait(until: now) else {
                pending = now
                return .interrupted
            }
            var picture = BorrowedPicture()
            guard library.grey(file, &picture.pixels, &picture.width, &picture.height, &picture.stride) == 1 else {
                continue
            }
            guard picture.copy(into: &frame) else { continue }
            frame.time = now
            return .frame
        }
    }

    private func step() throws(CaptureError) -> Bool {
        if library.step(file) == 1 {
            index += 1
            return true
        }
        guard index > 0 else { throw CaptureError(.unusable, "\(path): the video holds no frame that can be decoded") }
        guard repeats, index > startedAt else { return false }
        // The old one stays ours until there is a new one: it is closed once more where none can be had.
        let again = try Self.open(path, library)
        library.close(file)
        file = again
        startedAt = index
        clock.beginAgain()
        guard library.step(file) == 1 else { return false }
        index += 1
        return true
    }

    private static func open(_ path: String, _ library: VideoLibrary) throws(CaptureError) -> OpaquePointer {
        try requireReadable(path, "video file")
        var message = [CChar](repeating: 0, count: 256)
        guard let file = library.open(path, &message, Int32(message.count)) else {
            let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw CaptureError(.unusable, "\(path): \(reason); give a video file, e.g. MP4 with H.264")
        }
        return file
    }
}
