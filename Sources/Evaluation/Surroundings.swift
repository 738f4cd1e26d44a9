import FoundationEssentials
import Glibc

/// A folder of its own for a measurement; the caller removes it.
func temporaryFolder() throws -> String {
    var template = Array("/tmp/emotunes-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
        throw EvaluationError("no temporary folder could be made (errno \(errno))")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Memory of this process that no other process shares and that no file holds, in megabytes.
func privateMegabytes() throws -> Double {
    let text = try String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)
    let kilobytes = text.split(separator: "\n").filter { $0.hasPrefix("Private_Dirty:") }
        .compactMap { $0.split(separator: " ").dropFirst().first.flatMap { Double($0) } }
    return kilobytes.reduce(0, +) / 1024
}
