import Glibc

/// The desktop's browser.
package enum Browser {
    /// Opens the address if there is a desktop session; without one `xdg-open` may start a text browser in the
    /// terminal.
    package static func open(_ url: String, environment: [String: String]) {
        guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(url), nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        // Failure needs no message: the caller has printed the address.
        _ = posix_spawnp(&process, "xdg-open", &actions, nil, arguments, environ)
    }
}
