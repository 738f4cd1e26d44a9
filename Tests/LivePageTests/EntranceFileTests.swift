import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import LivePage

/// The file that takes the browser to the page without the token among the words it is started with.
@Suite struct EntranceFileTests {
    private let entrance = "http://127.0.0.1:4711/?token=00ff"

    @Test func onlyItsOwnerMayReadIt() throws {
        let folder = try TemporaryFolder()
        let file = try #require(EntranceFile(entrance: entrance, port: 4711, folder: folder.path))
        let path = folder.file("emotunes-page-4711.html")
        #expect(file.address == "file://" + path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("<meta http-equiv=\"refresh\" content=\"0;url=\(entrance)\">"))
        file.remove()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func whatWasLeftIsReplacedAndNoLinkFollowed() throws {
        let folder = try TemporaryFolder()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("mine")))
        symlink(folder.file("mine"), folder.file("emotunes-page-1.html"))
        #expect(EntranceFile(entrance: entrance, port: 1, folder: folder.path) != nil)
        #expect(try String(contentsOfFile: folder.file("mine"), encoding: .utf8) == "mine")
    }

    @Test func isMadeInAFolderOfThePersonsOwnOnly() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o777)
        for wrong in [folder.path, "/nonexistent", "", "relative"] {
            #expect(EntranceFile(entrance: entrance, port: 1, folder: wrong) == nil, "\(wrong)")
        }
        #expect(EntranceFile.make(entrance: entrance, port: 1, environment: [:]) == nil)
    }

    @Test func addressHoldsUnusualLetters() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("a b#ä"), withIntermediateDirectories: false)
        let file = EntranceFile(entrance: entrance, port: 1, folder: folder.file("a b#ä"))
        #expect(file?.address == "file://\(folder.path)/a%20b%23%c3%a4/emotunes-page-1.html")
    }

    @Test func isToldOnceThatTheTokenIsUsed() throws {
        let token = Secret(), count = Mutex(0)
        let door = PageGuard(port: 4711, token: token) { count.withLock { $0 += 1 } }
        func ask(_ text: String) -> PageGuard.Decision {
            door.decide(
                PageRequest(
                    method: "GET", target: "/?token=\(text)", hosts: ["127.0.0.1:4711"], site: "cross-site"))
        }
        #expect(ask("no") == .refused(.stranger))
        #expect(count.withLock { $0 } == 0)
        // A file leads to the page: for the browser that is another site.
        if case .welcome = ask(token.text) {} else { Issue.record("the token was refused") }
        #expect(ask(token.text) == .refused(.stranger))
        #expect(count.withLock { $0 } == 1)
    }
}
