import FoundationEssentials
import Glibc

/// A folder of the test's own, removed with all it holds when the last reference goes.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        var template = Array("/tmp/emotunes-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FolderError(number: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Copies the named files or folders of `folder`, to be damaged at will.
    package convenience init(copying names: [String], from folder: String) throws {
        try self.init()
        for name in names { try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: file(name)) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String { path + "/" + name }
}

package struct FolderError: Error {
    package let number: Int32

    package init(number: Int32) {
        self.number = number
    }
}
