import Glibc

/// What `doctor` asks of the machine beside its cameras, so that tests can be the machine.
package struct DoctorMachine {
    /// Runs a program to its end.
    package var run: ([String]) -> ProgramRun? = { ProgramRun.run($0) }
    /// The daemon that was installed with this command: the one beside it, else whichever is in `PATH`.
    package var daemon: () -> String = {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
        guard let slash = own.lastIndex(of: "/") else { return "emotunesd" }
        let beside = own[...slash] + "emotunesd"
        return access(String(beside), X_OK) == 0 ? String(beside) : "emotunesd"
    }
    /// The group a file belongs to, by name.
    package var group: (String) -> String? = { path in
        var information = stat()
        guard stat(path, &information) == 0, let entry = getgrgid(information.st_gid) else { return nil }
        return String(cString: entry.pointee.gr_name)
    }

    package init() {}
}
