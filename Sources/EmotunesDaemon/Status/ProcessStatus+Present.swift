import ControlProtocol
import Glibc

extension ProcessStatus {
    /// What this process takes now. The kernel is asked about this process only, which a sandbox allows too; 0 for what it
    /// does not tell.
    static func present(databaseBytes: Int) -> ProcessStatus {
        ProcessStatus(
            residentBytes: residentPages * Int(sysconf(Int32(_SC_PAGESIZE))),
            // Not the one that reads the folder.
            descriptors: max(0, entries(in: "/proc/self/fd") - 1), threads: entries(in: "/proc/self/task"),
            databaseBytes: databaseBytes)
    }

    private static var residentPages: Int {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        let fields = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
        return fields.count > 1 ? Int(fields[1]) ?? 0 : 0
    }

    private static func entries(in folder: String) -> Int {
        guard let directory = opendir(folder) else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            // "." and ".."; everything else here is a number.
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }
}
