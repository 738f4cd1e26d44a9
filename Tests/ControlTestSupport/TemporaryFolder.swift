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

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String { path + "/" + name }
}

package struct FolderError: Error {
    package let number: Int32
}
