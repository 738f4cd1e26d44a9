package import Media

/// Reads single pictures (PNG, JPEG, WebP, …) as grey frames; evaluation and picture folders use it.
package struct PictureFile {
    private let library: VideoLibrary

    /// - Throws: `CaptureError` if the library that decodes pictures is not installed.
    package init() throws(CaptureError) {
        library = try VideoLibrary()
    }

    /// Decodes `path` into `frame`, whose time is left as it is.
    ///
    /// - Throws: `CaptureError` naming the file if it is missing or no picture.
    package func read(_ path: String, into frame: inout GreyFrame) throws(CaptureError) {
        try requireReadable(path, "picture")
        var picture = BorrowedPicture()
        guard let file = library.picture(path, &picture.pixels, &picture.width, &picture.height, &picture.stride) else {
            throw CaptureError(.unusable, "\(path): not a picture that can be decoded")
        }
        defer { library.close(file) }
        guard picture.copy(into: &frame) else { throw CaptureError(.unusable, "\(path): an empty picture") }
    }
}
