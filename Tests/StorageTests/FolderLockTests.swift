import Storage
import TestSupport
import Testing

@Suite struct FolderLockTests {
    @Test func secondLockOnAFolderIsRefused() throws {
        let folder = try TemporaryFolder()
        var first = FolderLock(holding: folder.path)
        #expect(first != nil)
        #expect(FolderLock(holding: folder.path) == nil)
        first = nil
        #expect(FolderLock(holding: folder.path) != nil)
    }

    /// The first write to a file in it reports what is wrong, in better words.
    @Test func unopenableFolderIsLockedAnyway() {
        #expect(FolderLock(holding: "/nonexistent") != nil)
    }
}
