import CV4L2
import Glibc
package import Platform

/// Why a device could not be found or described.
package struct CameraDeviceError: Error, CustomStringConvertible, Sendable {
    /// What kind of trouble it is; decides the camera's state.
    package enum Code: Sendable {
        case missing, denied, busy, notCapture, failed
        /// Under the closed lid.
        case covered
    }
    /// What kind of trouble it is.
    package var code: Code
    /// The whole sentence for a person: what, to which device, and what to do.
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// The error behind a failed system call on `path`.
    package static func system(_ error: Errno, doing what: String, _ path: String) -> CameraDeviceError {
        switch error.number {
        case ENOENT, ENODEV, ENXIO:
            return CameraDeviceError(
                .missing, "\(path): no such camera (\(error)); plug it in, or see \"emotunesctl camera list\"")
        case EACCES, EPERM: return denial(path, "permission denied")
        case EBUSY:
            return CameraDeviceError(.busy, "\(path): another program is using the camera; waiting for it to finish")
        default:
            return CameraDeviceError(.failed, "\(path): \(what) failed: \(error) (errno \(error.number))")
        }
    }
}

extension CameraDeviceError {
    /// A node that may not be opened, and what to do: where there is a seat the camera is given to the person who is
    /// signed in at it, and the group would give it to all that ever runs as this user, over ssh too.
    ///
    /// - Parameter what: what happened to `path`, in words.
    package static func denial(
        _ path: String, _ what: String, to uid: UInt32 = getuid(), hasSeat: Bool = Seats.areKept()
    ) -> CameraDeviceError {
        let remedy: String
        if hasSeat, uid >= 1000 {
            remedy =
                "it is given to the person who is signed in at this machine's screen and in front there: sign in there, "
                + "or see \"getfacl \(path)\""
        } else {
            let group = owningGroup(of: path).map { "group \"\($0)\"" } ?? "the device's group"
            remedy = "add this user to \(group) (usermod -aG) and sign in again"
        }
        return CameraDeviceError(.denied, "\(path): \(what); \(remedy)")
    }
}

/// Whether this machine gives its devices to the person at the screen.
package enum Seats {
    /// A login manager that runs keeps a file for every seat, of which there always is one.
    package static func areKept(in folder: String = "/run/systemd/seats") -> Bool {
        guard let handle = opendir(folder) else { return false }
        defer { closedir(handle) }
        while let entry = readdir(handle) {
            let first = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { $0[0] }
            }
            if first != CChar(bitPattern: UInt8(ascii: ".")) { return true }
        }
        return false
    }
}

private func owningGroup(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, let entry = getgrgid(status.st_gid) else { return nil }
    return String(cString: entry.pointee.gr_name)
}

/// Finding and describing video nodes. Nothing is streamed; a node is opened only as long as the question takes.
package enum DeviceDirectory {
    /// Every video node under `/dev`, described, in the order of their numbers; nodes that cannot be opened are left
    /// out and reported through `failure`.
    package static func list(failure: (CameraDeviceError) -> Void = { _ in }) -> [CaptureDevice] {
        var devices: [CaptureDevice] = []
        for path in nodes() {
            do {
                devices.append(try describe(path))
            } catch {
                failure(error)
            }
        }
        return devices
    }

    /// Asks one node what it is.
    package static func describe(_ path: String) throws(CameraDeviceError) -> CaptureDevice {
        let descriptor = cv4l2_open(path)
        guard descriptor >= 0 else { throw .system(Errno(-descriptor), doing: "opening", path) }
        defer { cv4l2_close(descriptor) }
        var capability = v4l2_capability()
        let result = cv4l2_ioctl(descriptor, CV4L2_QUERYCAP, &capability)
        guard result == 0 else {
            if result == -ENOTTY || result == -EINVAL {
                throw CameraDeviceError(.notCapture, "\(path) is not a video device; see \"emotunesctl camera list\"")
            }
            throw .system(Errno(-result), doing: "querying", path)
        }
        let deviceCapabilities =
            capability.capabilities & UInt32(V4L2_CAP_DEVICE_CAPS) != 0
            ? capability.device_caps : capability.capabilities
        let isCapture =
            deviceCapabilities & UInt32(V4L2_CAP_VIDEO_CAPTURE) != 0
            && deviceCapabilities & UInt32(V4L2_CAP_STREAMING) != 0
        return CaptureDevice(
            path: path, card: text(capability.card), driver: text(capability.driver), bus: text(capability.bus_info),
            isCapture: isCapture, formats: isCapture ? formats(of: descriptor).map(fourCharacterCode) : [])
    }

    /// Whether another program streams from the node. Asking changes nothing, but opens the node for a moment.
    package static func isTaken(_ path: String) -> Bool {
        let descriptor = cv4l2_open(path)
        guard descriptor >= 0 else { return descriptor == -EBUSY }
        defer { cv4l2_close(descriptor) }
        // A request for no buffers is refused (EBUSY) only where another file handle owns the stream.
        var none = v4l2_requestbuffers()
        none.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        none.memory = V4L2_MEMORY_MMAP.rawValue
        return cv4l2_ioctl(descriptor, CV4L2_REQBUFS, &none) == -EBUSY
    }

    /// What the kernel calls a node, without opening it; nil where it does not say.
    package static func name(of path: String, sysFolder: String = "/sys/class/video4linux") -> String? {
        guard let node = path.split(separator: "/").last else { return nil }
        let descriptor = open("\(sysFolder)/\(node)/name", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let length = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, length)).filter { $0 != 10 }, as: UTF8.self)
    }

    /// Where a path leads when every link is followed; the path itself if it leads nowhere.
    package static func target(of path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// The native pixel formats of an open node.
    package static func formats(of descriptor: Int32) -> [UInt32] {
        var found: [UInt32] = []
        var entry = v4l2_fmtdesc()
        entry.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
        while found.count < 64 {
            entry.index = UInt32(found.count)
            guard cv4l2_ioctl(descriptor, CV4L2_ENUM_FMT, &entry) == 0 else { break }
            found.append(entry.pixelformat)
        }
        return found
    }

    /// The video nodes under `/dev`, in the order of their numbers.
    package static func nodes() -> [String] {
        guard let folder = opendir("/dev") else { return [] }
        defer { closedir(folder) }
        var numbers: [Int] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("video"), let number = Int(name.dropFirst(5)) { numbers.append(number) }
        }
        return numbers.sorted().map { "/dev/video\($0)" }
    }

    private static func text<T>(_ field: T) -> String {
        withUnsafeBytes(of: field) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
