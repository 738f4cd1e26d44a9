import Testing

@testable import ControlSocket

@Suite struct SocketLocationTests {
    private func daemon(_ explicit: String? = nil, _ environment: [String: String] = [:], folders: [String] = [])
        -> String
    {
        SocketLocation.forDaemon(
            explicit: explicit, environment: environment, uid: 1000, stateFolder: "/state",
            owner: { folders.contains($0) ? 1000 : nil }
        ).path
    }

    private func client(_ explicit: String? = nil, _ environment: [String: String] = [:], folders: [String] = [])
        -> [String]
    {
        SocketLocation.forClient(
            explicit: explicit, environment: environment, uid: 1000, owner: { folders.contains($0) ? 1000 : nil }
        ).map(\.path)
    }

    @Test func theDaemonFollowsTheContractsOrder() {
        let runtime = ["XDG_RUNTIME_DIR": "/rt/"]
        #expect(daemon("/x", runtime, folders: ["/run/user/1000"]) == "/x")
        #expect(daemon(nil, runtime, folders: ["/run/user/1000"]) == "/rt/emotunes/control")
        #expect(daemon(nil, [:], folders: ["/run/user/1000"]) == "/run/user/1000/emotunes/control")
        #expect(daemon(nil, [:], folders: ["/run/user/1001"]) == "/state/control")
    }

    @Test(arguments: ["", "relative/path", "~"])
    func aRuntimeFolderThatIsNoAbsolutePathCountsAsNone(path: String) {
        #expect(daemon(nil, ["XDG_RUNTIME_DIR": path]) == "/state/control")
    }

    @Test func clientSearchesEveryPlaceOfADaemon() {
        let home = ["HOME": "/home/me"]
        let system = "/run/emotunes/control"
        let state = "/home/me/.local/state/emotunes/control"
        #expect(client("/x", home) == ["/x"])
        #expect(client(nil, home) == [state, system])
        #expect(client(nil, home, folders: ["/run/user/1000"]) == ["/run/user/1000/emotunes/control", state, system])
        #expect(
            client(nil, ["XDG_RUNTIME_DIR": "/rt", "XDG_STATE_HOME": "/st"], folders: ["/run/user/1000"])
                == ["/rt/emotunes/control", "/st/emotunes/control", system])
        #expect(client(nil, [:]) == [system])
    }

    /// As `su` and `sudo -E` leave the variable.
    @Test func aRuntimeFolderOfAnotherUserCountsAsNone() {
        let environment = ["XDG_RUNTIME_DIR": "/run/user/1001", "HOME": "/home/me"]
        let owners: [String: UInt32] = ["/run/user/1001": 1001, "/run/user/1000": 1000]
        let daemon = SocketLocation.forDaemon(
            explicit: nil, environment: environment, uid: 1000, stateFolder: "/state", owner: { owners[$0] })
        #expect(daemon.path == "/run/user/1000/emotunes/control")
        let client = SocketLocation.forClient(
            explicit: nil, environment: environment, uid: 1000, owner: { owners[$0] })
        #expect(client.first?.path == "/run/user/1000/emotunes/control")
        let root = SocketLocation.forDaemon(
            explicit: nil, environment: environment, uid: 0, stateFolder: "/state", owner: { owners[$0] })
        #expect(root.path == "/state/control")
    }

    @Test func onlyOnesOwnDaemonAndRootsAreTrustedUnlessNamed() {
        let own = SocketLocation(path: "/run/user/1000/emotunes/control", ownsFolder: true)
        #expect(own.mayBeServed(by: 1000, to: 1000))
        #expect(own.mayBeServed(by: 0, to: 1000))
        #expect(!own.mayBeServed(by: 1001, to: 1000))
        #expect(SocketLocation.system.mayBeServed(by: 998, to: 1000))
        #expect(SocketLocation(path: "/x", ownsFolder: false, isChosen: true).mayBeServed(by: 1001, to: 1000))
    }

    @Test func onlyTheEmotunesFolderIsOwned() {
        func owns(_ explicit: String?, _ environment: [String: String]) -> Bool {
            SocketLocation.forDaemon(
                explicit: explicit, environment: environment, uid: 1, stateFolder: "/tmp", owner: { _ in nil }
            ).ownsFolder
        }
        #expect(owns(nil, ["XDG_RUNTIME_DIR": "/rt"]))
        #expect(!owns("/tmp/control", ["XDG_RUNTIME_DIR": "/rt"]))
        #expect(!owns(nil, [:]))
    }
}
