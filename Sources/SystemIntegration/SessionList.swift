import MessageBus

extension MessageReader {
    /// Reads an a(susso), as the login manager lists its sessions: of each the name, the user, the seat and the object.
    func sessions() -> [LoginSession]? {
        var found: [LoginSession] = []
        let isWhole = inside("a", "(susso)") {
            while inside("r", "susso", { readSession(into: &found) }) {}
            return true
        }
        return isWhole ? found : nil
    }

    private func readSession(into found: inout [LoginSession]) -> Bool {
        guard let id = text(), let uid = number(), text() != nil, let seat = text(), let path = text("o") else {
            return false
        }
        found.append(LoginSession(id: id, path: path, uid: uid, seat: seat))
        return true
    }
}
