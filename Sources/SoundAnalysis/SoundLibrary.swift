import Platform

/// The decoders of the library that is opened on demand because it brings FFmpeg along; video replay uses it too.
package struct SoundLibrary: Sendable {
    typealias Open =
        @convention(c) (Int32, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> OpaquePointer?
    typealias Read = @convention(c) (OpaquePointer, UnsafeMutablePointer<Float>, Int) -> Int
    typealias Close = @convention(c) (OpaquePointer) -> Void

    let open: Open
    let read: Read
    let close: Close

    static let fileName = "libEmotunesVideoFile.so"

    /// Opens it; nil where it is not installed, or of another version.
    package init?() {
        guard let library = try? OnDemandLibrary(Self.fileName),
            let open = library.function("csoundfile_open", as: Open.self),
            let read = library.function("csoundfile_read", as: Read.self),
            let close = library.function("csoundfile_close", as: Close.self)
        else { return nil }
        (self.open, self.read, self.close) = (open, read, close)
    }
}
