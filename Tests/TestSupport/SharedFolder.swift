import Foundation

/// The folder of faces, clips and music that lies beside a checkout where the product is developed. Tests that use it are
/// enabled by `isUsable`; with EMOTUNES_REQUIRE_SHARED=1 they run, and fail, even where it is absent.
package enum SharedFolder {
    private static let path = Repository.path("../shared")

    /// Whether tests that need the folder shall run.
    package static let isUsable =
        FileManager.default.fileExists(atPath: path + "/README.md")
        || ProcessInfo.processInfo.environment["EMOTUNES_REQUIRE_SHARED"] == "1"

    /// What a skipped test says.
    package static let whySkipped = "needs the folder ../shared beside the checkout"

    /// A file or folder in it.
    package static func file(_ name: String) -> String { "\(path)/\(name)" }
}
