import ControlProtocol
import Glibc
import Platform

/// One client as the server's thread sees it: bytes in, bytes out, and at most one call being answered.
final class ClientConnection {
    /// Reading stops while this much waits to be answered or to be read, and goes on when it has gone.
    private static let enough = 64 << 10

    let descriptor: Descriptor
    /// Who it is; nil where the kernel does not say.
    let peer: PeerCredentials?
    private(set) var framer: MessageFramer
    /// The call that is being answered.
    private(set) var call: Task<Void, Never>?
    /// The client will send no more.
    private(set) var inputEnded = false
    /// The client is gone: pending replies go nowhere.
    private(set) var isGone = false
    /// When the message that is half here began.
    private(set) var messageBegan: ContinuousClock.Instant?
    /// When the client last took a byte of its pending replies.
    private(set) var lastTook: ContinuousClock.Instant
    /// When the client last sent something or was answered.
    private(set) var lastActive: ContinuousClock.Instant
    private var output: [UInt8] = []
    private var sent = 0
    /// To be called when most of the pending replies have been taken.
    private var takers: [@Sendable () -> Void] = []

    init(
        descriptor: consuming Descriptor, peer: PeerCredentials?, messageLimit: Int, now: ContinuousClock.Instant
    ) {
        self.descriptor = descriptor
        self.peer = peer
        framer = MessageFramer(limit: messageLimit)
        lastTook = now
        lastActive = now
    }

    /// Bytes of replies that the client has not taken yet.
    var pendingBytes: Int { output.count - sent }

    var wantsInput: Bool {
        guard !inputEnded, !isGone else { return false }
        return call == nil ? pendingBytes < Self.enough : framer.bufferedBytes < Self.enough
    }

    /// Nothing more will come of this client.
    var isFinished: Bool {
        guard call == nil else { return false }
        return isGone || (inputEnded && pendingBytes == 0)
    }

    /// Reads what there is, up to a fair share; false if there was nothing.
    func receive(into scratch: UnsafeMutableRawBufferPointer, now: ContinuousClock.Instant) -> Bool {
        switch retrying({ recv(descriptor.raw, scratch.baseAddress, scratch.count, receiveFlags) }) {
        case .success(0):
            inputEnded = true
            return false
        case .success(let count):
            if framer.isEmpty { messageBegan = now }
            framer.append(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
            lastActive = now
            return true
        case .failure(let error):
            if error.number != EAGAIN { leave() }
            return false
        }
    }

    /// The next call's message if the last one is answered and its answer mostly read.
    func nextMessage(now: ContinuousClock.Instant) throws(MessageTooLong) -> [UInt8]? {
        guard call == nil, pendingBytes < Self.enough else { return nil }
        guard let message = try framer.next() else {
            if framer.isEmpty { messageBegan = nil }
            return nil
        }
        messageBegan = framer.isEmpty ? nil : now
        lastActive = now
        return message
    }

    /// The client's call is being answered; a client that has left wants no stream.
    func begin(_ task: Task<Void, Never>) {
        call = task
        if isGone { task.cancel() }
    }

    /// The client's call is answered. Time it spent waiting does not count against a message half here.
    func endCall(now: ContinuousClock.Instant) {
        call = nil
        lastActive = now
        if !framer.isEmpty { messageBegan = now }
    }

    /// Adds to the pending replies and sends as much as the client takes.
    ///
    /// - Parameter taken: called when so much has been taken that another reply may follow, or the client is gone.
    func send(_ bytes: [UInt8], now: ContinuousClock.Instant, taken: (@Sendable () -> Void)? = nil) {
        guard !isGone else {
            taken?()
            return
        }
        if let taken { takers.append(taken) }
        if pendingBytes == 0 {
            lastTook = now
            output.removeAll(keepingCapacity: output.capacity <= Self.enough)
            sent = 0
        }
        output.append(contentsOf: bytes)
        flush(now: now)
    }

    func flush(now: ContinuousClock.Instant) {
        while pendingBytes > 0, !isGone {
            let result = output.withUnsafeBytes { bytes in
                retrying {
                    Glibc.send(
                        descriptor.raw, bytes.baseAddress.map { $0 + sent }, pendingBytes,
                        sendFlags)
                }
            }
            switch result {
            case .success(let count):
                sent += count
                lastTook = now
            case .failure(let error) where error.number == EAGAIN:
                if pendingBytes < Self.enough { releaseTakers() }
                return
            case .failure: leave()
            }
        }
        if pendingBytes < Self.enough { releaseTakers() }
    }

    private func releaseTakers() {
        let released = takers
        takers = []
        for taker in released { taker() }
    }

    /// The client has closed its end: replies go nowhere, but what it sent before is still carried out.
    func leave() {
        isGone = true
        call?.cancel()
        output = []
        sent = 0
        releaseTakers()
    }

    /// When something must have happened, or the client is let go.
    func deadline(_ limits: ServerLimits) -> ContinuousClock.Instant? {
        let message = call == nil ? messageBegan?.advanced(by: limits.messageTime) : nil
        let stall = pendingBytes > 0 ? lastTook.advanced(by: limits.stallTime) : nil
        return [message, stall].compactMap(\.self).min()
    }
}
