import Glibc
import Platform

/// What the kernel tells of the machine's power supplies.
package struct PowerSupply: Sendable {
    private let folder: String

    /// - Parameter folder: holds a folder for every supply, with files `type`, `online`, `status` and `scope`.
    package init(folder: String = "/sys/class/power_supply") {
        self.folder = folder
    }

    /// Whether the machine runs on its battery: one of its own is being discharged, and no supply from outside is on. A
    /// machine without a battery never does, and neither does one that says nothing.
    package var isOnBattery: Bool {
        var isDischarging = false
        for name in names {
            switch text(name, "type") {
            case "Mains"?, "USB"?, "Wireless"?:
                if text(name, "online").flatMap({ Int($0) }) ?? 0 > 0 { return false }
            case "Battery"?:
                // A mouse has one too.
                guard text(name, "scope") != "Device" else { continue }
                if text(name, "status") == "Discharging" { isDischarging = true }
            default: break
            }
        }
        return isDischarging
    }

    private var names: [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// The first line of a supply's file; nil where it cannot be read.
    private func text(_ supply: String, _ file: String) -> String? {
        let descriptor = open("\(folder)/\(supply)/\(file)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 64)
        guard case .success(let length) = retrying({ read(descriptor, &buffer, buffer.count) }) else { return nil }
        return String(decoding: buffer.prefix(length).prefix { $0 != 10 }, as: UTF8.self)
    }
}
