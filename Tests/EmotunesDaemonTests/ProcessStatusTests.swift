import ControlProtocol
import Foundation
import Testing

@testable import EmotunesDaemon

@Suite(.serialized) struct ProcessStatusTests {
    @Test func anOpenFileIsOneDescriptorMore() throws {
        // Other tests open and close files meanwhile: many of our own stand out.
        let before = ProcessStatus.present(databaseBytes: 0).descriptors
        let files = try (0..<200).map { _ in try #require(FileHandle(forReadingAtPath: "/dev/null")) }
        #expect(ProcessStatus.present(databaseBytes: 0).descriptors >= before + 150)
        for file in files { try file.close() }
        #expect(ProcessStatus.present(databaseBytes: 0).descriptors < before + 150)
    }

    @Test func memoryThatIsUsedIsCounted() {
        let before = ProcessStatus.present(databaseBytes: 7)
        #expect(before.databaseBytes == 7)
        #expect(before.threads >= 1)
        let block = [UInt8](repeating: 1, count: 64 << 20)
        let after = ProcessStatus.present(databaseBytes: 7)
        #expect(after.residentBytes - before.residentBytes > 32 << 20)
        #expect(block.last == 1)
    }
}
