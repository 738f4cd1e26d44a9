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

    /// What the bus calls the error that no connection owns the name asked for.
    package static let noOwner = "org.freedesktop.DBus.Error.NameHasNoOwner"

    /// There is no such bus: nothing says where it would be, or nothing is there.
    package var isBusless: Bool { name == nil && [-ENOMEDIUM, -ENOENT, -ECONNREFUSED].contains(code) }

    /// What was called is not there: the name has no owner, or its owner has no such object or method. One that
    /// cannot be started is not meant.
    package var isUnknown: Bool {
        let unknown = ["ServiceUnknown", "NameHasNoOwner", "UnknownMethod", "UnknownInterface", "UnknownObject"]
        return unknown.contains { name == "org.freedesktop.DBus.Error.\($0)" }
    }

    /// No connection owns the name that was called, and the bus can start no program that would.
    package var isAbsence: Bool {
        guard let name else { return false }
        return name == "org.freedesktop.DBus.Error.ServiceUnknown"
            || name == Self.noOwner
            || name.hasPrefix("org.freedesktop.DBus.Error.Spawn")
    }
}
