import CameraDevices
import Glibc
import Platform

/// Whether a camera that is open may still be: the login manager takes it from the person who is no longer in front, and
/// a descriptor that is open would go on filming.
struct CameraAccess {
    let path: String
    /// Tests give their own.
    var mayOpen: (String) -> Bool = { path in
        access(path, R_OK | W_OK) == 0 || (errno != EACCES && errno != EPERM)
    }

    /// - Throws: `CaptureError` `revoked` if it may not.
    func check() throws(CaptureError) {
        guard !mayOpen(path) else { return }
        let denial = CameraDeviceError.denial(path, "the permission was taken away while it was open")
        throw CaptureError(.revoked, denial.description)
    }

    /// Looks again if the permissions of a device have changed, or where no watch would tell.
    func check(after news: NodeWatch.News, of watch: NodeWatch) throws(CaptureError) {
        if news.devicesChanged || watch.trouble != nil { try check() }
    }
}
