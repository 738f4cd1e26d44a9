import CSystemd
import Glibc

/// A descriptor the service manager opened for us: socket activation.
package struct PassedDescriptor: Sendable, Hashable {
    /// Open, and ours to close.
    package let descriptor: Int32
    /// The unit's `FileDescriptorName=`, by default the socket unit's name.
    package let name: String

    /// Takes what was passed, in the unit's order. The environment is cleared of it, so children are not misled and a
    /// second call gives nothing.
    package static func take() -> [PassedDescriptor] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = sd_listen_fds_with_names(1, &names)
        defer { free(names) }
        guard count > 0 else { return [] }
        return (0..<count).map { index in
            let name = names?[Int(index)]
            defer { free(name) }
            return PassedDescriptor(
                descriptor: SD_LISTEN_FDS_START + index, name: name.map { String(cString: $0) } ?? "unknown")
        }
    }
}
