package import Glibc

/// The desktop's browser.
package enum Browser {
    /// Not in Glibc's module: `POSIX_SPAWN_SETSID`, which the system's header shows to GNU programs only.
    private static let ownSession: Int16 = 0x80

    /// Opens the address if there is a desktop session; without one `xdg-open` may start a text browser in the
    /// terminal.
    ///
    /// The browser outlives the command that opened it: it is in a session of its own, where the terminal's Ctrl-C does
    /// not reach it, and hears the signals that the command does not.
    ///
    /// - Parameter opener: what opens addresses, found in `PATH`.
    /// - Returns: the opener's process, which is waited for elsewhere; nil where none was started.
    @discardableResult
    package static func open(
        _ url: String, environment: [String: String], opener: String = "xdg-open"
    ) -> pid_t? {
        guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return nil }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t(), none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes, ownSession | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup(opener), strdup(url), nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        // Failure needs no message: the caller has printed the address.
        guard posix_spawnp(&process, opener, &actions, &attributes, arguments, environ) == 0 else { return nil }
        reap(process)
        return process
    }

    /// Waits for the process on a thread of its own: the opener may become the browser, and end hours later.
    private static func reap(_ process: pid_t) {
        SystemThread.detached(named: "browser") {
            while waitpid(process, nil, 0) < 0, errno == EINTR {}
        }
    }
}
