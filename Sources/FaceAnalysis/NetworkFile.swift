import COpenCV
import Glibc

/// Opens the files of networks.
enum NetworkFile {
    /// A network that the caller closes with `copencv_network_close`.
    ///
    /// - Parameters:
    ///   - bytes: the size that the manifest tells, nil where it tells none: a truncated file is refused.
    ///   - owner: whose network it is, for the message: "the face detector".
    /// - Throws: `FaceAnalysisError` if the file is missing, of another size or no network.
    static func open(_ path: String, bytes: Int?, of owner: String) throws(FaceAnalysisError) -> OpaquePointer {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw FaceAnalysisError(.modelUnusable, "\(path): \(owner) cannot be read; install the models again")
        }
        if let bytes, Int(status.st_size) != bytes {
            throw FaceAnalysisError(
                .modelUnusable,
                "\(path): \(status.st_size) bytes instead of \(bytes): truncated or another version; install the models again"
            )
        }
        var opened: OpaquePointer?
        try checked(.modelUnusable, "\(path): \(owner) cannot be loaded (install the models again)") {
            copencv_network_open(path, &opened, &$0)
        }
        guard let opened else {
            throw FaceAnalysisError(.modelUnusable, "\(path): \(owner) cannot be loaded")
        }
        return opened
    }
}
