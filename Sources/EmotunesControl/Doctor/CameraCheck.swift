import ControlProtocol

/// Checks that there is a camera and that it may be opened. It opens no node that the daemon uses.
struct CameraCheck {
    let context: ControlContext

    var findings: [Finding] {
        let reports = context.cameras.list()
        guard !reports.isEmpty else {
            return [
                Finding(
                    "camera", .problem, "there is no video device",
                    fix: "plug a camera in; EmoTunes finds it by itself")
            ]
        }
        return [camera(reports), group(reports)]
    }

    private func camera(_ reports: [CameraReport]) -> Finding {
        guard let chosen = reports.first(where: \.isAuto) else {
            return Finding(
                "camera", .problem, "none of \(reports.count) video devices can be used as a camera",
                fix: "emotunesctl camera list says what each of them is")
        }
        let name = "\(chosen.name ?? "a camera") (\(chosen.path))"
        switch chosen.state {
        case .free: return Finding("camera", .ok, "\(name) is free")
        case .daemon: return Finding("camera", .ok, "emotunesd watches through \(name)")
        case .busy:
            let users = chosen.usedBy.map(\.program).joined(separator: ", ")
            return Finding(
                "camera", .warning, "\(name) is in use by \(users.isEmpty ? "another program" : users)",
                fix: "none needed: EmoTunes takes it when it is free")
        case .denied, .failed:
            return Finding(
                "camera", .problem, "\(name): \(chosen.detail ?? "it cannot be opened")",
                fix: "emotunesctl camera test says more")
        }
    }

    private func group(_ reports: [CameraReport]) -> Finding {
        guard let denied = reports.first(where: { $0.state == .denied }) else {
            return Finding("camera_group", .ok, "you may open every video device")
        }
        if context.doctor.hasSeat(), context.uid >= 1000 {
            return Finding(
                "camera_group", .problem,
                "you may not open \(denied.path): it is given to the person who is signed in at this machine's screen",
                fix: "sign in at the screen; a machine that has none runs the service of its own: "
                    + "sudo systemctl enable --now emotunesd")
        }
        guard let group = context.doctor.group(denied.path), group != "root" else {
            return Finding(
                "camera_group", .problem, "you may not open \(denied.path), and it belongs to no group to join",
                fix: "install udev's rules, or start emotunesd as a user who may")
        }
        return Finding(
            "camera_group", .problem, "you may not open \(denied.path), which belongs to the group \(group)",
            fix: "sudo usermod -aG \(group) $USER, then log out and in")
    }
}
