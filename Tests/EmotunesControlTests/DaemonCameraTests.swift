import CameraDevices
import ControlSocket
import ControlTestSupport
import Glibc
import TestSupport
import Testing

@testable import EmotunesControl

@Suite(.ownThread) struct DaemonCameraTests {
    @Test func daemonIsAddedAsHolderOfItsCamera() throws {
        let server = try TestServer()
        let locations = SocketLocation.forClient(
            explicit: server.path, environment: [:], uid: 1000, owner: { _ in nil })
        let other = DeviceHolder(process: 7, program: "cheese")
        let seen = DaemonCamera.adding(
            to: ["/dev/video0": [other]], locations: locations, target: { $0 })
        let daemon = DeviceHolder(process: Int(getpid()), program: "emotunesd")
        #expect(seen == ["/dev/video0": [other, daemon]])
        // One that can be seen already is not named twice.
        #expect(DaemonCamera.adding(to: seen, locations: locations, target: { $0 }) == seen)
    }

    @Test func holdersAreUnchangedWithoutADaemon() {
        let locations = SocketLocation.forClient(
            explicit: "/nonexistent/control", environment: [:], uid: 1000, owner: { _ in nil })
        #expect(DaemonCamera.adding(to: [:], locations: locations, target: { $0 }) == [:])
    }
}
