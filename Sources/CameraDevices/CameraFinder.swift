/// Chooses the node to stream from. What it asks of the machine is injected, so that tests can be machines.
package struct CameraFinder {
    /// The video nodes there are, in the order of their numbers.
    var nodes: () -> [String]
    /// What a path leads to: an open node's description, or why there is none.
    var describe: (String) throws(CameraDeviceError) -> CaptureDevice
    /// The lid of this machine, which may be closed over the camera that is built into it.
    private let lid: Lid

    /// - Parameters:
    ///   - nodes: gives the paths of the video nodes, in the order of their numbers.
    ///   - describe: asks the node at a path what it is.
    ///   - lid: this machine's.
    package init(
        nodes: @escaping () -> [String], describe: @escaping (String) throws(CameraDeviceError) -> CaptureDevice,
        lid: Lid = Lid()
    ) {
        self.nodes = nodes
        self.describe = describe
        self.lid = lid
    }

    /// The machine's own devices.
    package init() {
        self.init(
            nodes: DeviceDirectory.nodes,
            describe: { path throws(CameraDeviceError) in try DeviceDirectory.describe(path) })
    }

    /// The path that stands for "the camera" where none was chosen.
    package static let defaultPath = "/dev/video0"

    /// The node for `path`, looked up afresh since nodes change their numbers; nil stands for `auto`.
    ///
    /// A name that leads nowhere is searched for by what it meant before (`known`) or by what a by-id name says, for
    /// such links sometimes never come back after a hub was reset. A name by number (`/dev/video0`), which says nothing of
    /// the camera, and one that is no capture device give way to the first real camera, and so does a camera under a closed
    /// lid; any other missing camera is missing, since it was chosen.
    /// - Throws: `CameraDeviceError` saying why there is none.
    package func resolve(_ path: String?, known: CaptureDevice? = nil) throws(CameraDeviceError) -> CaptureDevice {
        guard let path else { return try first(preferring: known) }
        do {
            let device = try describe(path)
            if device.isCapture {
                guard lid.covers(device) else { return device }
                return try first(preferring: known, orElse: Lid.trouble(of: device))
            }
            let wrong = CameraDeviceError(
                .notCapture, "\(path) (\(device.card)) is not a capture device; see \"emotunesctl camera list\"")
            return try first(preferring: known, orElse: wrong)
        } catch  where error.code == .notCapture {
            return try first(preferring: known, orElse: error)
        } catch  where error.code == .missing {
            let others = cameras().found
            if let known, let same = others.first(where: { $0.isSame(as: known) }) { return same }
            if let named = others.first(where: { $0.isMeant(by: path) }) { return named }
            if Self.isNumber(path), let other = others.first { return other }
            throw error
        }
    }

    private static func isNumber(_ path: String) -> Bool {
        let prefix = "/dev/video"
        return path.hasPrefix(prefix) && Int(path.dropFirst(prefix.count)) != nil
    }

    /// The first camera for visible light, or the one that was taken before if it is still there.
    private func first(
        preferring known: CaptureDevice?, orElse reason: CameraDeviceError? = nil
    ) throws(CameraDeviceError) -> CaptureDevice {
        let (found, trouble) = cameras()
        if let known, let same = found.first(where: { $0.isSame(as: known) }) { return same }
        if let device = found.first { return device }
        // What was named is the reason; only a lid explains more.
        if let trouble, trouble.code == .covered { throw trouble }
        throw reason ?? trouble
            ?? CameraDeviceError(.missing, "no camera found; plug one in, or choose another source with --source")
    }

    /// The capture nodes, those for visible light only where there are any, and the first trouble met on the way.
    private func cameras() -> (found: [CaptureDevice], trouble: CameraDeviceError?) {
        var found: [CaptureDevice] = []
        var trouble: CameraDeviceError?
        for path in nodes() {
            do {
                let device = try describe(path)
                guard device.isCapture else { continue }
                if lid.covers(device) { trouble = trouble ?? Lid.trouble(of: device) } else { found.append(device) }
            } catch {
                trouble = trouble ?? error
            }
        }
        let visible = found.filter { !$0.isInfrared }
        return (visible.isEmpty ? found : visible, trouble)
    }
}

extension CaptureDevice {
    /// Whether this is the same hardware, perhaps under another number.
    func isSame(as other: CaptureDevice) -> Bool {
        card == other.card && driver == other.driver && bus == other.bus
    }

    /// Whether a udev link such as `/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920-video-index0` speaks of this camera.
    func isMeant(by link: String) -> Bool {
        guard link.hasPrefix("/dev/v4l/by-id/") else { return false }
        let words = Self.words(of: card)
        let said = Self.words(of: link)
        return words.count > 0 && said.contains(words)
    }

    private static func words(of text: String) -> String {
        text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).joined(separator: "_")
    }
}
