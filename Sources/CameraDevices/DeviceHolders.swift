import Glibc

/// A program that has a device open, as far as `/proc` lets this user see.
package struct DeviceHolder: Sendable, Equatable {
    /// Its process id.
    package var process: Int
    /// Its name as the kernel has it: 15 bytes at most.
    package var program: String

    package init(process: Int, program: String) {
        self.process = process
        self.program = program
    }

    /// The programs that have a video node open, by the node's path. Opens no device. Programs of other users are seen by
    /// root only.
    package static func all(procFolder: String = "/proc") -> [String: [DeviceHolder]] {
        var found: [String: [DeviceHolder]] = [:]
        for process in names(in: procFolder).compactMap(Int.init).sorted() {
            let paths = names(in: "\(procFolder)/\(process)/fd").compactMap {
                link("\(procFolder)/\(process)/fd/\($0)")
            }
            let nodes = Set(paths.filter { $0.hasPrefix("/dev/video") })
            guard !nodes.isEmpty else { continue }
            let holder = DeviceHolder(process: process, program: name(of: process, procFolder))
            for node in nodes { found[node, default: []].append(holder) }
        }
        return found
    }

    private static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 512)
        let length = readlink(path, &buffer, buffer.count)
        guard length > 0 else { return nil }
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func name(of process: Int, _ procFolder: String) -> String {
        let descriptor = open("\(procFolder)/\(process)/comm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "process \(process)" }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 64)
        let length = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, length)).filter { $0 != 10 }, as: UTF8.self)
    }
}
