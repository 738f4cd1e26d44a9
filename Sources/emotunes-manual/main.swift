// Makes a program's manual page of what its --experimental-dump-help says, read from standard input:
//
//   emotunesctl --experimental-dump-help | emotunes-manual 1 'March 1, 2026' > emotunesctl.1

import ControlProtocol
import Glibc

/// Says what is wrong and ends.
func end(_ text: String) -> Never {
    let line = "emotunes-manual: \(text)\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
    exit(1)
}

let arguments = CommandLine.arguments
guard arguments.count == 3, let section = Int(arguments[1]) else {
    end("needs SECTION DATE, and a description to read")
}

var bytes: [UInt8] = []
var buffer = [UInt8](repeating: 0, count: 64 << 10)
while case let count = read(STDIN_FILENO, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }

do {
    let program = try JSONValue(parsing: bytes).decoded(as: ProgramDescription.self).command
    let page = ManualPage(
        program: program, section: section, date: arguments[2], version: Release.version,
        others: [("emotunesctl", 1), ("emotunes-evaluate", 1), ("emotunesd", 8)])
    print(page.text, terminator: "")
} catch {
    end("the description cannot be read: \(error)")
}
