import Foundation

/// The folder of faces, clips and music that lies beside a checkout where the product is developed. Tests that use it are
/// enabled by `isUsable`; with EMOTUNES_REQUIRE_SHARED=1 they run, and fail, even where it is absent.
package enum SharedFolder {
    /// The checkout's own folder.
    package static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private static let path = URL(fileURLWithPath: checkout).deletingLastPathComponent().appendingPathComponent("shared").path

    /// Whether tests that need the folder shall run.
    package static let isUsable =
        FileManager.default.fileExists(atPath: path + "/README.md")
        || ProcessInfo.processInfo.environment["EMOTUNES_REQUIRE_SHARED"] == "1"

    /// What a skipped test says.
    package static let whySkipped = "needs the folder ../shared beside the checkout"

    /// A file or folder in it.
    package static func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// A folder of its own for one test, removed with everything in it when the value goes.
package final class TemporaryFolder {
    package let path: String

    /// - Throws: whatever keeps the folder from being made.
    package init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("emotunes-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func file(_ name: String) -> String { "\(path)/\(name)" }
}
