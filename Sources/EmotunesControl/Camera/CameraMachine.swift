package import CameraDevices
import Platform
package import VideoCapture

/// The machine's cameras as the commands see them, so that tests can be the machine.
package struct CameraMachine {
    /// The video nodes there are.
    package var nodes: () -> [String] = DeviceDirectory.nodes
    /// Opens a node for a moment to ask what it is.
    package var describe: (String) throws(CameraDeviceError) -> CaptureDevice = {
        path throws(CameraDeviceError) in try DeviceDirectory.describe(path)
    }
    /// Whether somebody else streams from it.
    package var isTaken: (String) -> Bool = { DeviceDirectory.isTaken($0) }
    /// What the kernel calls a node, without opening it.
    package var name: (String) -> String? = { DeviceDirectory.name(of: $0) }
    /// Where links lead.
    package var target: (String) -> String = DeviceDirectory.target
    /// Who has which node open, as far as this user may see.
    package var holders: () -> [String: [DeviceHolder]] = { DeviceHolder.all() }
    /// Streams from a node.
    package var open: (CaptureDevice) throws(CaptureError) -> any FrameSource = { device throws(CaptureError) in
        try CameraSource(device: device, waker: try CaptureWaker())
    }
    /// Seconds on a steady clock.
    package var seconds: () -> Double = monotonicSeconds

    package init() {}

    /// The daemon that holds a node, if one does. It is never disturbed: opening the node would make it yield.
    func daemon(holding path: String, among holders: [String: [DeviceHolder]]) -> DeviceHolder? {
        holders[target(path)]?.first { $0.program == "emotunesd" }
    }

    /// Every node, and which one `auto` takes.
    func list() -> [CameraReport] {
        let holders = holders()
        var devices: [String: CaptureDevice] = [:]
        var reports = nodes().map { path in
            var report = CameraReport(path: path)
            report.usedBy = holders[path]?.map { .init(process: $0.process, program: $0.program) } ?? []
            if daemon(holding: path, among: holders) != nil {
                report.state = .daemon
                let device = CaptureDevice(
                    path: path, card: name(path) ?? "", driver: "", bus: "", isCapture: true, formats: [])
                report.take(device)
                devices[path] = device
                return report
            }
            do throws(CameraDeviceError) {
                let device = try describe(path)
                report.take(device)
                devices[path] = device
                if device.isCapture, isTaken(path) { report.state = .busy }
            } catch {
                report.name = name(path)
                report.state = error.code == .denied ? .denied : error.code == .busy ? .busy : .failed
                report.detail = error.description
            }
            return report
        }
        let finder = CameraFinder(nodes: nodes) { path throws(CameraDeviceError) in
            guard let device = devices[path] else { throw CameraDeviceError(.failed, path) }
            return device
        }
        if let chosen = try? finder.resolve(nil), let index = reports.firstIndex(where: { $0.path == chosen.path }) {
            reports[index].isAuto = true
        }
        return reports
    }
}

/// What `camera list` says about a node.
struct CameraReport: Encodable {
    /// Whether it can be used now.
    enum State: String, Encodable {
        case free, busy, denied, failed
        /// Our own daemon watches through it; it was not opened, so its formats are not known.
        case daemon
    }

    /// A program that has it open.
    struct User: Encodable {
        var process: Int
        var program: String
    }

    var path: String
    var name: String?
    var driver: String?
    var bus: String?
    var formats: [String] = []
    var isCapture: Bool?
    var isInfrared = false
    var isAuto = false
    var state = State.free
    var detail: String?
    var usedBy: [User] = []

    init(path: String) { self.path = path }

    mutating func take(_ device: CaptureDevice) {
        name = device.card
        driver = device.driver.isEmpty ? nil : device.driver
        bus = device.bus.isEmpty ? nil : device.bus
        formats = device.formats
        isCapture = device.isCapture
        isInfrared = device.isInfrared
    }
}
