import ControlProtocol
import ControlTestSupport
import Glibc
import Platform
import TestSupport
import Testing

@testable import ControlSocket

@Suite(.ownThread) struct ListeningSocketTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func mode(_ path: String) -> mode_t? {
        var information = stat()
        return lstat(path, &information) == 0 ? information.st_mode & 0o7777 : nil
    }

    private func location(_ name: String, ownsFolder: Bool = true) -> SocketLocation {
        SocketLocation(path: folder.file(name), ownsFolder: ownsFolder)
    }

    @Test func socketAndFolderAreForTheOwnerOnly() throws {
        let socket = try ListeningSocket.bind(location("a/b/control"))
        #expect(mode(folder.file("a/b/control")) == 0o600)
        #expect(mode(folder.file("a/b")) == 0o700)
        #expect(socket.path == folder.file("a/b/control"))
    }

    @Test func socketIsForTheGroupWhenAsked() throws {
        let socket = try ListeningSocket.bind(location("g/control"), permissions: .ownerAndGroup)
        #expect(mode(folder.file("g/control")) == 0o660)
        #expect(mode(folder.file("g")) == 0o750)
        _ = socket
    }

    @Test func foreignFolderKeepsItsPermissions() throws {
        mkdir(folder.file("theirs"), 0o755)
        chmod(folder.file("theirs"), 0o755)
        let socket = try ListeningSocket.bind(location("theirs/control", ownsFolder: false))
        #expect(mode(folder.file("theirs")) == 0o755)
        _ = socket
    }

    @Test func aSecondDaemonIsRefused() throws {
        let first = try ListeningSocket.bind(location("control"))
        #expect(throws: ListenError.alreadyRunning(path: folder.file("control"), pid: getpid())) {
            try ListeningSocket.bind(location("control"))
        }
        #expect(mode(folder.file("control")) != nil)
        _ = first
    }

    /// A daemon whose lock was removed, or one of another make, still answers.
    @Test func answeringSocketIsNotReplacedWithoutItsLock() throws {
        let first = try ListeningSocket.bind(location("control"))
        unlink(folder.file("control.lock"))
        #expect(throws: ListenError.alreadyRunning(path: folder.file("control"), pid: getpid())) {
            try ListeningSocket.bind(location("control"))
        }
        _ = first
    }

    @Test func abandonedSocketIsReplaced() throws {
        let path = folder.file("control")
        // A socket whose owner is gone: bound, then closed without being removed.
        let raw = try makeUnixSocket().get()
        #expect(withSocketAddress(path) { Glibc.bind(raw, $0, $1) } == 0)
        close(raw)
        let socket = try ListeningSocket.bind(location("control"))
        #expect(throws: Never.self) { try RawConnection(path: path) }
        _ = socket
    }

    private func write(_ text: String, to name: String) throws {
        let file = try #require(fopen(folder.file(name), "w"))
        fputs(text, file)
        fclose(file)
    }

    @Test func aFileInTheWayIsNotTouched() throws {
        try write("precious", to: "control")
        #expect(throws: ListenError.notASocket(path: folder.file("control"))) {
            try ListeningSocket.bind(location("control"))
        }
        #expect(mode(folder.file("control")) != nil)
    }

    @Test func tooLongPathIsRefused() throws {
        let long = folder.file(String(repeating: "x", count: 108 - folder.path.utf8.count - 1))
        #expect(long.utf8.count == 108)
        #expect(throws: ListenError.pathTooLong(path: long, limit: 107)) {
            try ListeningSocket.bind(SocketLocation(path: long, ownsFolder: false))
        }
        let just = String(long.dropLast())
        let socket = try ListeningSocket.bind(SocketLocation(path: just, ownsFolder: false))
        _ = try RawConnection(path: just)
        _ = socket
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        try write("", to: "file")
        #expect(throws: ListenError.failed(doing: "open", path: folder.file("file/control.lock"), Errno(ENOTDIR))) {
            try ListeningSocket.bind(location("file/control", ownsFolder: false))
        }
        #expect(
            throws: ListenError.failed(doing: "make the folder", path: folder.file("file/sub"), Errno(ENOTDIR))
        ) { try ListeningSocket.bind(location("file/sub/control")) }
    }

    @Test func socketFileIsRemovedUnlessReplaced() throws {
        do { _ = try ListeningSocket.bind(location("control")) }
        #expect(mode(folder.file("control")) == nil)

        do {
            let first = try ListeningSocket.bind(location("control"))
            rename(folder.file("control"), folder.file("moved"))
            try write("", to: "control")
            _ = first
        }
        #expect(mode(folder.file("control")) != nil)
    }

    @Test func aSocketOfTheServiceManagerIsTakenOver() throws {
        let path = folder.file("control")
        let raw = try makeUnixSocket().get()
        #expect(withSocketAddress(path) { Glibc.bind(raw, $0, $1) } == 0)
        #expect(throws: ListenError.notListening(descriptor: raw)) { try ListeningSocket.adopting(raw) }
        listen(raw, 5)
        let server = try ControlServer.start(
            on: try ListeningSocket.adopting(raw), service: ScriptedService(), identity: ServiceIdentity(version: "1"))
        var client = try ControlClient.connect(to: [location("control")])
        #expect(try client.call(.getStatus)["status"] != nil)
        server.stop()
        #expect(mode(path) != nil)
    }

    @Test(arguments: [
        ListenError.alreadyRunning(path: "/p", pid: 3), .alreadyRunning(path: "/p", pid: nil),
        .pathTooLong(path: "/p", limit: 107), .notASocket(path: "/p"),
        .failed(doing: "make", path: "/p", Errno(EACCES)),
    ])
    func everyErrorNamesThePathAndAWayOut(error: ListenError) {
        #expect(error.description.contains("/p"))
        #expect(error.description.contains("--socket"))
    }
}
