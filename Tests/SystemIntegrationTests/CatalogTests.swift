import Foundation
import Testing

@testable import SystemIntegration

@Suite struct CatalogTests {
    @Test func everyKindIsExplained() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let catalog = try String(contentsOf: root.appending(path: "systemd/emotunes.catalog"), encoding: .utf8)
        let entries = catalog.components(separatedBy: "\n-- ").dropFirst()
        #expect(entries.map { $0.prefix(32) } == EventKind.allCases.map { $0.messageID[...] })
        for entry in entries {
            #expect(entry.contains("\nSubject: "))
            #expect(entry.contains("\nDefined-By: EmoTunes\n\n"))
        }
    }

    @Test func idsAre128Bits() {
        for kind in EventKind.allCases {
            #expect(kind.messageID.count == 32)
            #expect(kind.messageID.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        }
        #expect(Set(EventKind.allCases.map(\.messageID)).count == EventKind.allCases.count)
    }
}
