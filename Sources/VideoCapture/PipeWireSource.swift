import CPipeWire
import CV4L2
import CameraDevices
import Glibc
package import Media
import Platform

/// A camera by way of PipeWire: shared with other programs, and handed out by the desktop where that asks the person.
///
/// It connects when the first picture is asked for, because a person who is asked may take long to answer.
package final class PipeWireSource: FrameSource {
    package private(set) var framesSeen = 0
    package private(set) var arrival: MediaTime?
    private let wanted: String?
    private let remote: String?
    private let waker: CaptureWaker
    private let asking: (any CameraAsking)?
    private var connection: PipeWireConnection?
    private var camera: PipeWireCamera?
    private var shape: Shape?
    private var decoder = FrameDecoder.none
    private var clock = FrameClock()
    /// Whether a picture has been decoded: the format then is good, and what fails later is the camera.
    private var isProven = false
    private var undecodable = 0

    /// A session answers at once; a camera that delivers nothing for so long has stalled, but may need longer to begin.
    private static let patienceSeconds = 3.0, beginningSeconds = 6.0
    /// So many pictures in a row that cannot be decoded, and never one that could, are a format we cannot read.
    private static let undecodableLimit = 5
    /// A camera that goes ends the stream a moment before the session tells that it has gone.
    private static let afterwordSeconds = 0.5
    private static let wantedWidth: UInt32 = 640, wantedHeight: UInt32 = 480

    /// What a decoder is made for.
    private struct Shape: Equatable {
        var format: UInt32, width: UInt32, height: UInt32, stride: UInt32
    }

    /// - Parameters:
    ///   - camera: its name, number or description; nil for the session's own.
    ///   - remote: the session's socket; nil for that of the environment.
    ///   - asking: asks the person first; nil asks nobody.
    /// - Throws: `CaptureError` `unusable` where PipeWire's library cannot be had.
    package init(
        camera: String?, remote: String? = nil, waker: CaptureWaker, asking: (any CameraAsking)? = nil
    ) throws(CaptureError) {
        if let trouble = PipeWireConnection.trouble {
            throw CaptureError(
                .unusable,
                "pipewire: PipeWire's library did not load (\(trouble)); install it (on Debian the package pipewire), or "
                    + "take camera.source = \"v4l2:auto\"")
        }
        (wanted, self.remote, self.waker, self.asking) = (camera, remote, waker, asking)
    }

    package var summary: String {
        guard let camera else { return "PipeWire's camera" }
        guard let shape else { return "\(camera.description) (PipeWire)" }
        return "\(camera.description) (PipeWire, \(shape.width)×\(shape.height) \(fourCharacterCode(shape.format)))"
    }

    package var oddity: SourceOddity? { arrival.flatMap { clock.oddity(of: name, at: $0.seconds) } }

    package func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome {
        guard let connection = try connected(), try isStreaming(connection) else { return .interrupted }
        while let time {
            let left = time.seconds - bootSeconds()
            guard left > 0 else { break }
            guard try wait(left, connection) != .woken else { return .interrupted }
        }
        connection.want()
        var deadline = monotonicSeconds() + (isProven ? Self.patienceSeconds : Self.beginningSeconds)
        while true {
            let reason = try wait(max(0, deadline - monotonicSeconds()), connection)
            if reason == .woken { return .interrupted }
            if reason == .timedOut { throw stalled }
            guard let isDecoded = try take(from: connection, into: &frame) else { continue }
            if isDecoded { return .frame }
            guard isProven || undecodable < Self.undecodableLimit else { throw unreadable }
            connection.want()
            deadline = monotonicSeconds() + Self.patienceSeconds
        }
    }

    /// The connection, made where there is none yet; nil where the waker was used before.
    private func connected() throws(CaptureError) -> PipeWireConnection? {
        if let connection { return connection }
        var descriptor: Int32?
        let answer = asking?.ask(waker: waker) ?? .nobody
        switch answer {
        case .nobody: break
        case .connection(let given): descriptor = given
        case .interrupted: return nil
        case .refused, .unanswered, .silent: throw Self.withheld(answer)
        }
        do {
            connection = try PipeWireConnection(remote: remote, descriptor: descriptor)
        } catch {
            throw unreachable(error)
        }
        return connection
    }

    /// Chooses the camera and begins to stream; false where the waker was used before.
    private func isStreaming(_ connection: PipeWireConnection) throws(CaptureError) -> Bool {
        guard camera == nil else { return true }
        guard let chosen = try chosen(connection) else { return false }
        do {
            try connection.stream(chosen, width: Self.wantedWidth, height: Self.wantedHeight)
        } catch {
            throw CaptureError.system(error, doing: "streaming", chosen.name)
        }
        camera = chosen
        return true
    }

    /// The camera that is meant, waited for a little where it is not there: what the desktop hands out is seen later than
    /// the rest, and cameras come into a session one by one. Nil where the waker was used before.
    private func chosen(_ connection: PipeWireConnection) throws(CaptureError) -> PipeWireCamera? {
        let deadline = monotonicSeconds() + Self.patienceSeconds
        while true {
            var trouble = CaptureError(.stalled, "pipewire: PipeWire does not answer; trying again")
            if connection.news().is_listed {
                let (all, preferred) = connection.cameras()
                do {
                    return try PipeWireCamera.choose(wanted, of: all, preferred: preferred)
                } catch {
                    trouble = error
                }
            }
            switch try wait(max(0, deadline - monotonicSeconds()), connection) {
            case .woken: return nil
            case .timedOut: throw trouble
            default: break
            }
        }
    }

    /// Waits, and takes in what has become of the connection.
    private func wait(_ seconds: Double, _ connection: PipeWireConnection) throws(CaptureError) -> CaptureWaker.Reason {
        let reason = waker.wait(seconds: seconds, other: connection.descriptor, events: POLLIN)
        guard reason == .ready else { return reason }
        var news = connection.news()
        if news.is_dropped, !news.is_gone {
            if waker.wait(seconds: Self.afterwordSeconds, other: connection.descriptor, events: POLLIN) == .woken {
                return .woken
            }
            news = connection.news()
        }
        framesSeen = Int(clamping: news.seen)
        try requireGood(news)
        return reason
    }

    private func requireGood(_ news: cpipewire_news) throws(CaptureError) {
        if news.is_ended {
            throw CaptureError(.missing, "pipewire: PipeWire has ended; waiting for it to come back")
        }
        if news.is_gone {
            throw CaptureError(.unplugged, "\(name): the camera was disconnected; waiting for it to come back")
        }
        if news.is_unreadable, !isProven { throw unreadable }
        if news.error != 0 {
            let words = cText(news.words)
            throw CaptureError.system(Errno(news.error), doing: words.isEmpty ? "streaming" : words, name)
        }
        // Also where the session manager was not ready, or began anew: the next try may do.
        if news.is_dropped { throw stalled }
    }

    /// Decodes the picture that was kept; false where it is damaged, nil where there is none.
    private func take(from connection: PipeWireConnection, into frame: inout GreyFrame) throws(CaptureError) -> Bool? {
        let now = bootSeconds()
        var stamp: Double?
        let isDecoded = try connection.take { picture throws(CaptureError) in
            if picture.stamp > 0 { stamp = Double(picture.stamp) * 1e-9 + sleptSeconds() }
            // Lines from the bottom up have a length below 0.
            guard let stride = UInt32(exactly: picture.stride) else { return false }
            try prepare(
                Shape(format: picture.format, width: picture.width, height: picture.height, stride: stride))
            return decoder.decode(UnsafeRawBufferPointer(start: picture.bytes, count: picture.count), into: &frame)
        }
        if isDecoded == false { undecodable += 1 }
        guard isDecoded == true else { return isDecoded }
        isProven = true
        arrival = MediaTime(seconds: now)
        frame.time = clock.time(stamp: stamp, arrival: now)
        return true
    }

    private func prepare(_ wanted: Shape) throws(CaptureError) {
        guard wanted != shape else { return }
        var format = v4l2_pix_format()
        (format.width, format.height) = (wanted.width, wanted.height)
        (format.pixelformat, format.bytesperline) = (wanted.format, wanted.stride)
        decoder = try FrameDecoder(format: format, path: name)
        shape = wanted
    }

    private var name: String { camera?.name ?? "pipewire:\(wanted ?? "")" }

    /// Why the desktop hands out no camera.
    private static func withheld(_ answer: CameraAnswer) -> CaptureError {
        switch answer {
        case .refused:
            CaptureError(
                .denied,
                "pipewire: the desktop does not let EmoTunes use the camera; allow it where the desktop's settings keep "
                    + "cameras (privacy), then `emotunesctl reload` (it is asked again after ten minutes in any case), or "
                    + "take camera.source = \"v4l2:auto\"")
        case .unanswered:
            CaptureError(
                .denied,
                "pipewire: the desktop asks whether EmoTunes may use the camera; answer it there, it is waited for")
        default:
            CaptureError(
                .stalled,
                "pipewire: the desktop's portal does not answer; it is asked again (see `systemctl --user status "
                    + "xdg-desktop-portal`), or take camera.source = \"v4l2:auto\"")
        }
    }

    private func unreachable(_ error: Errno) -> CaptureError {
        if [EACCES, EPERM].contains(error.number) {
            return CaptureError(.denied, "pipewire: PipeWire's socket may not be opened (\(error))")
        }
        if processEnvironment()["XDG_RUNTIME_DIR"] == nil {
            return CaptureError(
                .missing,
                "pipewire: a service of the machine has no session with PipeWire; take camera.source = \"v4l2:auto\", or "
                    + "run EmoTunes as the person who is logged in: systemctl --user enable --now emotunesd")
        }
        return CaptureError(
            .missing,
            "pipewire: no PipeWire runs in this session (\(error)); start it with `systemctl --user enable --now pipewire "
                + "wireplumber`, or take camera.source = \"v4l2:auto\"")
    }

    private var stalled: CaptureError {
        CaptureError(
            .stalled,
            isProven
                ? "\(name): the camera delivers no usable frame any more; opening it again"
                : "\(name): PipeWire delivers no frame of it; see that wireplumber runs (`systemctl --user status "
                    + "wireplumber`) and that no other program holds the camera")
    }

    private var unreadable: CaptureError {
        CaptureError(.unusable, "\(name): none of the formats PipeWire has of it can be read")
    }
}
