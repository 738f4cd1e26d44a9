import Foundation

/// A folder of its own that goes, with everything in it, when the value does.
package final class TemporaryCopy {
    package let path: String

    /// Copies the named files of `folder`, to be damaged at will.
    ///
    /// - Throws: whatever keeps a file from being copied.
    package init(of names: [String] = [], from folder: String = "") throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("emotunes-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in names { try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: file(name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func file(_ name: String) -> String { "\(path)/\(name)" }
}
