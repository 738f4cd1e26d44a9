import Testing

@testable import ControlSocket

@Suite struct SocketLocationTests {
    private func daemon(_ explicit: String? = nil, _ environment: [String: String] = [:], folders: [String] = [])
        -> String
    {
        SocketLocation.forDaemon(
            explicit: explicit, environment: environment, uid: 1000, stateFolder: "/state",
            folderExists: folders.contains
        ).path
    }

    private func client(_ explicit: String? = nil, _ environment: [String: String] = [:], folders: [String] = [])
        -> [String]
    {
        SocketLocation.forClient(
            explicit: explicit, environment: environment, uid: 1000, folderExists: folders.contains
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

    @Test func onlyTheEmotunesFolderIsOwned() {
        func owns(_ explicit: String?, _ environment: [String: String]) -> Bool {
            SocketLocation.forDaemon(
                explicit: explicit, environment: environment, uid: 1, stateFolder: "/tmp", folderExists: { _ in false }
            ).ownsFolder
        }
        #expect(owns(nil, ["XDG_RUNTIME_DIR": "/rt"]))
        #expect(!owns("/tmp/control", ["XDG_RUNTIME_DIR": "/rt"]))
        #expect(!owns(nil, [:]))
    }
}
