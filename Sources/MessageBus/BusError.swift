import Glibc
import Platform

/// A call to a bus that failed.
package struct BusError: Error, CustomStringConvertible {
    /// A negative error number, as sd-bus returns it.
    package let code: Int32
    package let what: String
    /// The error's name on the bus, and its words, where a peer answered with one.
    package let name: String?
    package let words: String?

    package init(code: Int32, what: String, name: String? = nil, words: String? = nil) {
        self.code = code
        self.what = what
        self.name = name
        self.words = words
    }

    package var description: String { "\(what): \(cause)" }

    /// The error in words.
    package var cause: String { words ?? "\(Errno(-code))" }

    /// The peer is there and gave no answer in time, which says nothing of what it would have answered.
    package var isSilence: Bool { [-ETIMEDOUT, -ENOTCONN, -ECONNRESET, -EBADMSG].contains(code) }

    /// The name of the error that nobody has a name.
    package static let noOwner = "org.freedesktop.DBus.Error.NameHasNoOwner"

    /// Nobody on the bus has the name that was called, and nothing can be started that would.
    package var isAbsence: Bool {
        guard let name else { return false }
        return name == "org.freedesktop.DBus.Error.ServiceUnknown"
            || name == Self.noOwner
            || name.hasPrefix("org.freedesktop.DBus.Error.Spawn")
    }
}
