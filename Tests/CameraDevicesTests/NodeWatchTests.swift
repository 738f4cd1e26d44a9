import CameraDevices
import Foundation
import TestSupport
import Testing

/// The kernel tells about files as it does about devices, so files stand in for nodes here.
@Suite struct NodeWatchTests {
    private func open(_ path: String) throws -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR)
        try #require(descriptor >= 0)
        return descriptor
    }

    private func withNode(_ body: (NodeWatch, String) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let node = folder + "/video0"
            try Data().write(to: URL(fileURLWithPath: node))
            try body(NodeWatch(deviceFolder: folder), node)
        }
    }

    @Test func opensAndClosesOfOtherProgramsAreCounted() throws {
        try withNode { watch, node in
            watch.begin(node)
            #expect(watch.news().isEmpty)
            let first = try open(node)
            #expect(watch.news().wasOpened)
            let second = try open(node)
            _ = watch.news()
            #expect(watch.othersInside == 2)
            close(first)
            let news = watch.news()
            #expect(news.wasClosed && !news.wasOpened)
            #expect(watch.othersInside == 1)
            close(second)
            _ = watch.news()
            #expect(watch.othersInside == 0)
        }
    }

    @Test func ownOpensAndClosesAreNotCounted() throws {
        try withNode { watch, node in
            let own = try open(node)
            watch.begin(node)
            let other = try open(node)
            watch.whileClosing { close(own) }
            #expect(watch.news().wasClosed == false)
            #expect(watch.othersInside == 1)
            close(other)
            #expect(watch.news().wasClosed)
            #expect(watch.othersInside == 0)
        }
    }

    @Test func secondOwnSessionDoesNotCountTheFirst() throws {
        try withNode { watch, node in
            let old = try open(node)
            watch.begin(node)
            let new = try open(node)
            watch.begin(node)
            watch.whileClosing { close(old) }
            #expect(watch.news().isEmpty)
            #expect(watch.othersInside == 0)
            close(new)
        }
    }

    /// The kernel makes one event of two that are alike and unread.
    @Test func closeOfAnotherProgramDuringOwnCloseIsCounted() throws {
        try withNode { watch, node in
            let own = try open(node)
            watch.begin(node)
            let before = try open(node)
            _ = watch.news()
            let after = try open(node)
            close(before)
            watch.whileClosing { close(own) }
            close(after)
            #expect(watch.news().wasClosed)
            #expect(watch.othersInside == 0)
        }
    }

    @Test func linksAreFollowed() throws {
        try withNode { watch, node in
            let link = node + "-link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: node)
            watch.begin(link)
            let other = try open(node)
            #expect(watch.news().wasOpened)
            close(other)
        }
    }

    @Test func programInsideBeforeTheWatchIsPresumedUntilItCloses() throws {
        try withNode { watch, node in
            let other = try open(node)
            watch.begin(node)
            watch.presumeTaken()
            #expect(watch.othersInside == 1)
            close(other)
            #expect(watch.news().wasClosed)
            #expect(watch.othersInside == 0)
        }
    }

    @Test func newNodesAndPermissionChangesAreReportedAndOtherFilesAreNot() throws {
        try withNode { watch, node in
            let folder = URL(fileURLWithPath: node).deletingLastPathComponent()
            try Data().write(to: folder.appendingPathComponent("sda1"))
            #expect(!watch.news().devicesChanged)
            try Data().write(to: folder.appendingPathComponent("video1"))
            #expect(watch.news().devicesChanged)
            chmod(node, 0o600)
            #expect(watch.news().devicesChanged)
        }
    }

    @Test func permissionsOfTheNodeAreReportedWhereverItIs() throws {
        try withTemporaryFolder { folder in
            let node = folder + "/camera"
            try Data().write(to: URL(fileURLWithPath: node))
            let watch = NodeWatch(deviceFolder: "/nonexistent")
            watch.begin(node)
            chmod(node, 0o600)
            #expect(watch.news().devicesChanged)
        }
    }

    @Test(arguments: [EMFILE, ENFILE, ENOSPC, ENOMEM])
    func withoutInotifyTheTroubleIsToldAndTriedAgainLater(error: Int32) throws {
        try withTemporaryFolder { folder in
            let node = folder + "/video0"
            try Data().write(to: URL(fileURLWithPath: node))
            var tries = 0
            let watch = NodeWatch(deviceFolder: folder) {
                tries += 1
                errno = error
                return tries < 3 ? -1 : inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
            }
            #expect(watch.trouble?.contains("inotify") == true)
            #expect(watch.descriptor == -1 && watch.news().isEmpty)
            watch.tryAgain(node, now: 100)
            watch.tryAgain(node, now: 129)
            #expect(tries == 2 && watch.trouble != nil)
            watch.tryAgain(node, now: 130)
            #expect(watch.trouble == nil && watch.descriptor >= 0)
            close(try open(node))
            #expect(watch.news().wasOpened)
            watch.tryAgain(node, now: 500)
            #expect(tries == 3)
        }
    }

    @Test func missingFolderOrNodeIsNoTroubleOfInotify() {
        let watch = NodeWatch(deviceFolder: "/nonexistent")
        watch.begin("/nonexistent/video0")
        #expect(watch.trouble == nil)
    }

    @Test func removedNodeHasNoProgramsInside() throws {
        try withNode { watch, node in
            watch.begin(node)
            let other = try open(node)
            _ = watch.news()
            unlink(node)
            close(other)
            #expect(watch.news().nodeIsGone)
            #expect(watch.othersInside == 0)
        }
    }

    @Test func endedWatchReportsNothing() throws {
        try withNode { watch, node in
            watch.begin(node)
            watch.end()
            close(try open(node))
            #expect(watch.news().isEmpty)
        }
    }
}
