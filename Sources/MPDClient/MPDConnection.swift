import CMPDClient
import Glibc
package import Platform

/// One name and its value in an answer of MPD's.
package struct MPDPair: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A connection to MPD, for the one thread that made it. Every call blocks until MPD has answered or the patience is over.
package final class MPDConnection {
    package let address: MPDAddress
    private let raw: OpaquePointer
    private let patience: Double
    private let calls: OpenCalls
    private let peer: Peer

    /// More lines than this are no answer to what is asked here.
    private static let mostPairs = 200_000
    /// libmpdclient's buffer takes lines of 4096 bytes, with what has to be escaped.
    private static let longestLine = 2000

    /// Connects, and gives the password if there is one.
    ///
    /// - Parameters:
    ///   - patience: seconds until an answer is given up.
    ///   - calls: has the call that is under way, so that an MPD that hangs can be named.
    /// - Throws: `MPDError`.
    package init(to address: MPDAddress, patience: Double = 5, calls: OpenCalls = OpenCalls()) throws(MPDError) {
        let peer = Peer(.player, "MPD at \(address)")
        try Self.requireSelectableDescriptor()
        let made = calls.during(peer) {
            mpd_connection_new(address.host, UInt32(clamping: address.port), UInt32(patience * 1000))
        }
        guard let made else { throw MPDError(.unreachable, "no memory is left for a connection") }
        raw = made
        self.address = address
        self.patience = patience
        self.calls = calls
        self.peer = peer
        try check(mpd_connection_get_error(raw) == MPD_ERROR_SUCCESS)
        if let password = address.password { try run("password", password) }
    }

    /// libmpdclient waits by `select`, which ends the process where the descriptor has a number of `FD_SETSIZE` or above.
    /// The room left is for what other threads open meanwhile.
    private static func requireSelectableDescriptor() throws(MPDError) {
        let next = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard next >= 0 else { throw MPDError(.unreachable, "no descriptor is left for a connection") }
        close(next)
        guard next < FD_SETSIZE - 64 else {
            throw MPDError(.unreachable, "too many files are open (\(next)) for a connection to MPD")
        }
    }

    deinit {
        mpd_connection_free(raw)
    }

    /// Sends a command and gives its answer.
    ///
    /// - Throws: `MPDError`; if `endsConnection`, nothing more can be asked.
    @discardableResult package func run(_ words: String...) throws(MPDError) -> [MPDPair] { try run(words) }

    /// The same, with the words as a list.
    @discardableResult package func run(_ words: [String]) throws(MPDError) -> [MPDPair] {
        try requireSendable(words)
        return try during { connection throws(MPDError) in
            try connection.send(words)
            return try connection.receive()
        }
    }

    /// Sends several commands at once; nothing else happens in MPD between them. The first that fails ends the list: what
    /// came before it is done, and the error's `index` names it.
    @discardableResult package func run(list commands: [[String]]) throws(MPDError) -> [MPDPair] {
        for words in commands { try requireSendable(words) }
        guard !commands.isEmpty else { return [] }
        return try during { connection throws(MPDError) in
            try connection.check(mpd_command_list_begin(connection.raw, false))
            for words in commands { try connection.send(words) }
            try connection.check(mpd_command_list_end(connection.raw))
            return try connection.receive()
        }
    }

    /// Has MPD say when something changes. Until `endIdle` nothing else may be asked.
    package func beginIdle() throws(MPDError) {
        let wanted = [MPD_IDLE_PLAYER, MPD_IDLE_QUEUE, MPD_IDLE_OPTIONS, MPD_IDLE_DATABASE]
        try check(mpd_send_idle_mask(raw, mpd_idle(rawValue: wanted.reduce(0) { $0 | $1.rawValue })))
    }

    /// For `poll`: readable when MPD has said something or hung up.
    package var descriptor: Int32 { mpd_connection_get_fd(raw) }

    /// Hears what has changed since `beginIdle`, in MPD's words: `player`, `playlist`, `options`, `database`.
    package func endIdle() throws(MPDError) -> Set<String> {
        try during { connection throws(MPDError) in
            // Answered also where MPD has spoken by itself meanwhile.
            try connection.check(mpd_send_noidle(connection.raw))
            return Set(try connection.receive().filter { $0.name == "changed" }.map(\.value))
        }
    }

    private func during<Result>(
        _ body: (MPDConnection) throws(MPDError) -> Result
    ) throws(MPDError) -> Result {
        let call = calls.begin(peer)
        defer { calls.end(call) }
        return try body(self)
    }

    /// A line break would end the command, and begin another.
    private func requireSendable(_ words: [String]) throws(MPDError) {
        let size = words.reduce(0) { $0 + $1.utf8.count }
        let isClean = words.allSatisfy { $0.utf8.allSatisfy { $0 != 0 && $0 != 10 && $0 != 13 } }
        guard isClean, size <= Self.longestLine, !words.isEmpty, words.count <= 1 + Int(EMOTUNES_MPD_ARGUMENTS) else {
            throw MPDError(.refused, "MPD's protocol cannot say that name")
        }
    }

    private func send(_ words: [String]) throws(MPDError) {
        var copies: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        while copies.count <= Int(EMOTUNES_MPD_ARGUMENTS) { copies.append(nil) }
        let arguments = copies.dropFirst().map { UnsafePointer($0) }
        try check(emotunes_mpd_send(raw, copies[0], arguments))
    }

    private func receive() throws(MPDError) -> [MPDPair] {
        let end = monotonicSeconds() + 2 * patience
        var pairs: [MPDPair] = []
        while let pair = mpd_recv_pair(raw) {
            pairs.append(MPDPair(String(cString: pair.pointee.name), String(cString: pair.pointee.value)))
            mpd_return_pair(raw, pair)
            // One that dribbles is as good as silent: each of its lines comes in time, and the answer never ends.
            guard pairs.count < Self.mostPairs, monotonicSeconds() < end else {
                throw MPDError(.silent, "its answer does not end")
            }
        }
        try check(mpd_connection_get_error(raw) == MPD_ERROR_SUCCESS)
        try check(mpd_response_finish(raw))
        return pairs
    }

    private func check(_ isGood: Bool) throws(MPDError) {
        guard !isGood else { return }
        let error = presentError
        // What MPD refused can be followed by other commands.
        if !error.endsConnection { mpd_connection_clear_error(raw) }
        throw error
    }

    private var presentError: MPDError {
        let message = mpd_connection_get_error_message(raw).map { String(cString: $0) } ?? "no reason is given"
        switch mpd_connection_get_error(raw) {
        case MPD_ERROR_SERVER:
            let code: MPDError.Code =
                switch mpd_connection_get_server_error(raw) {
                case MPD_SERVER_ERROR_PASSWORD: .wrongPassword
                case MPD_SERVER_ERROR_PERMISSION: .forbidden
                case MPD_SERVER_ERROR_NO_EXIST: .missing
                default: .refused
                }
            return MPDError(code, message, index: Int(mpd_connection_get_server_error_location(raw)))
        case MPD_ERROR_TIMEOUT: return MPDError(.silent, message)
        case MPD_ERROR_CLOSED: return MPDError(.closed, message)
        case MPD_ERROR_MALFORMED: return MPDError(.notMPD, message)
        case MPD_ERROR_SYSTEM, MPD_ERROR_RESOLVER: return MPDError(.unreachable, message)
        default: return MPDError(.closed, message)
        }
    }
}
