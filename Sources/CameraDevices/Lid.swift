import Glibc

/// The lid of a laptop, as the kernel tells of it, and the cameras it covers when it is closed.
package struct Lid: Sendable {
    private let lidFolder: String, sysFolder: String

    /// - Parameters:
    ///   - lidFolder: holds a folder for every lid, each with a file `state`.
    ///   - sysFolder: where the kernel tells of video nodes.
    package init(lidFolder: String = "/proc/acpi/button/lid", sysFolder: String = "/sys/class/video4linux") {
        self.lidFolder = lidFolder
        self.sysFolder = sysFolder
    }

    /// Whether the lid is closed; false where there is none.
    package var isClosed: Bool {
        guard let handle = opendir(lidFolder) else { return false }
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            if Self.text(of: "\(lidFolder)/\(name)/state")?.contains("closed") == true { return true }
        }
        return false
    }

    /// Whether the camera is built in and under the closed lid.
    package func covers(_ device: CaptureDevice) -> Bool { isBuiltIn(device) && isClosed }

    /// Whether the camera cannot be taken off, as the firmware says of the port it is at; false where it does not say.
    package func isBuiltIn(_ device: CaptureDevice) -> Bool {
        guard let node = DeviceDirectory.target(of: device.path).split(separator: "/").last else { return false }
        // The node's device is the interface; the port is told of its parent.
        return Self.text(of: "\(sysFolder)/\(node)/device/../removable")?.hasPrefix("fixed") == true
    }

    /// What is said of a camera that it covers.
    package static func trouble(of device: CaptureDevice) -> CameraDeviceError {
        CameraDeviceError(
            .covered,
            "the lid is closed over \(device.card); the camera is closed until it is open, or another is plugged in"
        )
    }

    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let length = read(descriptor, &buffer, buffer.count)
        return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : nil
    }
}
