/// Why MPD did not do what it was asked.
package struct MPDError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable, CaseIterable {
        /// Nothing listens there, or it cannot be reached.
        case unreachable
        /// It did not answer in time.
        case silent
        /// It hung up.
        case closed
        /// What answers is no MPD.
        case notMPD
        case wrongPassword
        /// This client may not do that.
        case forbidden
        /// What was named is not there.
        case missing
        /// MPD refused for another reason.
        case refused
    }

    package var code: Code
    /// In the words of MPD or of the system.
    package var message: String
    /// Which command of a list it was, from 0; 0 for a single one.
    package var index: Int

    package init(_ code: Code, _ message: String, index: Int = 0) {
        self.code = code
        self.message = message
        self.index = index
    }

    /// Whether the connection is of no use any more.
    package var endsConnection: Bool {
        switch code {
        case .unreachable, .silent, .closed, .notMPD, .wrongPassword: true
        case .forbidden, .missing, .refused: false
        }
    }

    package var description: String { message }
}
