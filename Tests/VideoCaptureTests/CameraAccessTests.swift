import CameraDevices
import Foundation
import TestSupport
import Testing

@testable import VideoCapture

/// Files stand in for nodes: the kernel tells of their permissions in the same way.
@Suite struct CameraAccessTests {
    private func code(_ body: () throws(CaptureError) -> Void) -> CaptureError.Code? {
        do throws(CaptureError) {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func cameraThatMayNoLongerBeOpenedIsRevokedWhenItsPermissionsChange() throws {
        try withTemporaryFolder { folder in
            let node = folder + "/video0"
            try Data().write(to: URL(fileURLWithPath: node))
            let watch = NodeWatch(deviceFolder: folder)
            watch.begin(node)
            var isMine = true
            let access = CameraAccess(path: node) { _ in isMine }
            chmod(node, 0o660)
            #expect(code { () throws(CaptureError) in try access.check(after: watch.news(), of: watch) } == nil)
            isMine = false
            #expect(code { () throws(CaptureError) in try access.check(after: watch.news(), of: watch) } == nil)
            chmod(node, 0o600)
            #expect(code { () throws(CaptureError) in try access.check(after: watch.news(), of: watch) } == .revoked)
        }
    }

    @Test func withoutAWatchItIsLookedAtEveryTime() {
        let watch = NodeWatch(deviceFolder: "/nonexistent") {
            errno = EMFILE
            return -1
        }
        let access = CameraAccess(path: "/dev/video0") { _ in false }
        #expect(
            code { () throws(CaptureError) in try access.check(after: watch.news(), of: watch) } == .revoked)
    }

    @Test func cameraThatIsGoneIsNotTakenAway() {
        #expect(code { () throws(CaptureError) in try CameraAccess(path: "/nonexistent/video0").check() } == nil)
    }
}
