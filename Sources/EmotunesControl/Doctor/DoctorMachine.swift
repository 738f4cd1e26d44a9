import CameraDevices
import Glibc

/// What `doctor` needs of the machine apart from its cameras, so that tests can replace it.
package struct DoctorMachine {
    /// Runs a program to its end.
    package var run: ([String]) -> ProgramRun? = { ProgramRun.run($0) }
    /// The path of the daemon: in the same folder as this command, else found in `PATH`.
    package var daemon: () -> String = { DaemonProgram.path() }
    /// The name of the group that a file belongs to.
    package var group: (String) -> String? = { path in
        var information = stat()
        guard stat(path, &information) == 0, let entry = getgrgid(information.st_gid) else { return nil }
        return String(cString: entry.pointee.gr_name)
    }

    /// Whether the login manager gives devices to the person at the screen.
    package var hasSeat: () -> Bool = { Seats.areKept() }

    package init() {}
}
