import Media
import Platform

/// The library that reads recorded pictures, opened when the first one is asked for: it brings FFmpeg along.
struct VideoLibrary {
    typealias Pixels = UnsafeMutablePointer<UnsafePointer<UInt8>?>
    typealias Size = UnsafeMutablePointer<Int32>
    typealias Open = @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<CChar>, Int32) -> OpaquePointer?
    typealias Close = @convention(c) (OpaquePointer) -> Void
    typealias Rate = @convention(c) (OpaquePointer) -> Double
    typealias Step = @convention(c) (OpaquePointer) -> Int32
    typealias Grey = @convention(c) (OpaquePointer, Pixels, Size, Size, Size) -> Int32
    typealias Picture = @convention(c) (UnsafePointer<CChar>, Pixels, Size, Size, Size) -> OpaquePointer?

    let open: Open
    let close: Close
    let rate: Rate
    let time: Rate
    let step: Step
    let grey: Grey
    let picture: Picture

    static let fileName = "libEmotunesVideoFile.so"

    /// - Throws: `CaptureError` if it is not installed or does not load.
    init() throws(CaptureError) {
        let library: OnDemandLibrary
        do throws(OnDemandLibrary.Failure) {
            library = try OnDemandLibrary(Self.fileName)
        } catch {
            throw CaptureError(
                .unusable,
                "video files need \(Self.fileName), which did not load (\(error.reason)); install it (on Debian the "
                    + "package emotunes-video), or use another source")
        }
        func symbol<T>(_ name: String, _ type: T.Type) throws(CaptureError) -> T {
            guard let function = library.function(name, as: type) else {
                throw CaptureError(
                    .unusable, "\(Self.fileName) has no \(name): it belongs to another version; install both again")
            }
            return function
        }
        open = try symbol("copencvvideo_open", Open.self)
        close = try symbol("copencvvideo_close", Close.self)
        rate = try symbol("copencvvideo_rate", Rate.self)
        time = try symbol("copencvvideo_time", Rate.self)
        step = try symbol("copencvvideo_step", Step.self)
        grey = try symbol("copencvvideo_grey", Grey.self)
        picture = try symbol("copencvvideo_picture", Picture.self)
    }
}

/// Where OpenCV left a grey picture it owns.
struct BorrowedPicture {
    var pixels: UnsafePointer<UInt8>?
    var width: Int32 = 0, height: Int32 = 0, stride: Int32 = 0

    /// Copies it into `frame`; false if there is nothing to copy.
    func copy(into frame: inout GreyFrame) -> Bool {
        guard let pixels, height > 0 else { return false }
        let bytes = UnsafeRawBufferPointer(start: pixels, count: Int(stride) * Int(height))
        return frame.fill(width: Int(width), height: Int(height), from: bytes, stride: Int(stride))
    }
}
