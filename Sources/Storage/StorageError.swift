import Glibc
package import Platform

/// What went wrong with a file or a database of ours, in words for the person who has to put it right.
package struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble. Open: a kind unknown today is `other`, never a trap.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The kind's name.
        package let description: String

        package init(_ name: String) {
            description = name
        }

        /// No space, no quota or no inode is left.
        package static let full = Code("full")
        /// The file system is mounted read-only.
        package static let readOnly = Code("read_only")
        /// The permissions forbid it.
        package static let denied = Code("denied")
        /// The file or its folder is not there.
        package static let missing = Code("missing")
        /// A folder stands where a file is expected, or the other way round.
        package static let wrongKind = Code("wrong_kind")
        /// Another process holds the database for too long.
        package static let busy = Code("busy")
        /// The database is damaged; opening it again sets it aside and starts a new one.
        package static let damaged = Code("damaged")
        /// The database was written by a newer version of this program.
        package static let newer = Code("newer")
        /// Anything else.
        package static let other = Code("other")
    }

    /// What kind of trouble it is.
    package let code: Code
    /// The file or folder concerned.
    package let path: String
    /// What happened, without file and advice.
    package let reason: String
    /// One line: what happened, to what, and what to do.
    package let description: String

    /// - Parameters:
    ///   - path: the file or folder concerned.
    ///   - action: what failed, as it follows "cannot".
    ///   - reason: what happened, without file and advice.
    package init(_ code: Code, path: String, doing action: String, because reason: String) {
        self.code = code
        self.path = path
        self.reason = reason
        let advice = Self.advice(code)
        description = "cannot \(action) \(path): \(reason)" + (advice.isEmpty ? "" : "; \(advice)")
    }

    /// The error of a failed system call.
    package init(_ error: Errno, path: String, doing action: String) {
        self.init(Code(error), path: path, doing: action, because: error.description)
    }

    /// The error of a failed system call, by its number in `errno.h`.
    package init(errno number: Int32, path: String, doing action: String) {
        self.init(Errno(number), path: path, doing: action)
    }

    /// The command that mends it, or shows what there is to mend.
    package var mend: String {
        let place = path.shellQuoted
        return switch code {
        case .full: "df -h \(place)"
        case .readOnly: "findmnt --target \(place)"
        case .denied, .missing, .wrongKind: "ls -ld \(place)"
        case .busy: "fuser -v \(place)"
        case .damaged: "systemctl --user restart emotunesd"
        case .newer: "emotunesctl --version"
        default: "emotunesctl doctor"
        }
    }

    private static func advice(_ code: Code) -> String {
        switch code {
        case .full: "free some space there, or choose another folder with --state-dir"
        case .readOnly: "remount it writable, or choose another folder with --state-dir"
        case .denied: "make it writable for this user, or choose another folder with --state-dir"
        case .missing: "create it, or choose another folder with --state-dir"
        case .wrongKind: "move away what stands there"
        case .busy: "wait until the other program has finished, then try again"
        case .damaged: "restart to have it set aside and a new one made"
        case .newer: "update EmoTunes, or move the file away"
        default: ""
        }
    }
}

extension String {
    /// As a shell takes it for one word.
    package var shellQuoted: String {
        let isPlain =
            !isEmpty
            && unicodeScalars.allSatisfy { $0.properties.isAlphabetic || "0123456789/._-+".unicodeScalars.contains($0) }
        return isPlain
            ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension StorageError.Code {
    /// The kind of trouble a system call's error stands for.
    package init(_ error: Errno) {
        switch error.number {
        case ENOSPC, EDQUOT, EFBIG: self = .full
        case EROFS: self = .readOnly
        case EACCES, EPERM: self = .denied
        case ENOENT: self = .missing
        case ENOTDIR, EISDIR: self = .wrongKind
        default: self = .other
        }
    }
}
