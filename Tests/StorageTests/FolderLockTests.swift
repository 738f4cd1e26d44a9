import Storage
import TestSupport
import Testing

@Suite struct FolderLockTests {
    @Test func oneAtATime() throws {
        let folder = try TemporaryFolder()
        var first = FolderLock(holding: folder.path)
        #expect(first != nil)
        #expect(FolderLock(holding: folder.path) == nil)
        first = nil
        #expect(FolderLock(holding: folder.path) != nil)
    }

    /// Whoever makes files in it has better words for what is wrong.
    @Test func aFolderThatCannotBeOpenedRefusesNobody() {
        #expect(FolderLock(holding: "/nonexistent") != nil)
    }
}
