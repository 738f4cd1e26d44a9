import CPipeWire
import Glibc
import Platform

/// A connection to PipeWire and the one stream over it. Used by one thread.
final class PipeWireConnection {
    private let connection: OpaquePointer
    private var nodes: [cpipewire_node] = []

    /// Readable when there is news, or the picture that was wanted.
    var descriptor: Int32 { cpipewire_descriptor(connection) }

    /// - Parameters:
    ///   - remote: the socket's path; nil for the session's own.
    ///   - descriptor: a connection that was made already, which is taken over; nil to make one.
    /// - Throws: `Errno`.
    init(remote: String?, descriptor: Int32?) throws(Errno) {
        var error: Int32 = 0
        guard let opened = cpipewire_connect(remote, descriptor ?? -1, &error) else { throw Errno(error) }
        connection = opened
    }

    deinit { cpipewire_close(connection) }

    /// Why the library cannot be had; nil where it can.
    static var trouble: String? { cpipewire_missing().map { String(cString: $0) } }

    /// What has become of the connection.
    func news() -> cpipewire_news {
        var news = cpipewire_news()
        cpipewire_tell(connection, &news)
        return news
    }

    /// The cameras there are, and the name of the one that the person made the session's own.
    func cameras() -> (all: [PipeWireCamera], preferred: String) {
        var found = [cpipewire_node](repeating: cpipewire_node(), count: 32)
        var chosen = [CChar](repeating: 0, count: 256)
        found.removeLast(found.count - cpipewire_nodes(connection, &found, found.count, &chosen, chosen.count))
        nodes = found
        let preferred = String(decoding: chosen.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (nodes.map(PipeWireCamera.init), preferred)
    }

    /// Begins to stream from one of `cameras`, as near to the size as it can.
    func stream(_ camera: PipeWireCamera, width: UInt32, height: UInt32) throws(Errno) {
        guard var node = nodes.first(where: { $0.serial == camera.serial }) else { throw Errno(ENODEV) }
        let formats = Self.formats
        let result = cpipewire_stream(connection, &node, formats, formats.count, width, height)
        guard result == 0 else { throw Errno(result) }
    }

    /// V4L2's codes of the formats that PipeWire has and we can read, the cheapest first.
    static let formats: [UInt32] = {
        var all: UnsafePointer<UInt32>?
        let count = cpipewire_formats(&all)
        return FormatRanking.ranked(Array(UnsafeBufferPointer(start: all, count: count)))
    }()

    /// The next picture that comes is kept for `take`.
    func want() { cpipewire_want(connection) }

    /// Lets `body` read the picture that was kept, and gives it back; nil where there is none.
    func take<Result>(_ body: (cpipewire_frame) throws(CaptureError) -> Result) throws(CaptureError) -> Result? {
        var frame = cpipewire_frame()
        guard cpipewire_take(connection, &frame) else { return nil }
        defer { cpipewire_give_back(connection) }
        return try body(frame)
    }
}
