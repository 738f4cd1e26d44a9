/// A message that outgrew what is allowed.
package struct MessageTooLong: Error, Hashable, CustomStringConvertible {
    /// The most bytes a message may have, its closing NUL not counted.
    package let limit: Int

    package var description: String { "a message of more than \(limit) bytes" }
}

/// Cuts a stream of bytes into the messages Varlink ends with a NUL byte each.
///
/// Every byte is looked at once, and no more than one unfinished message is held back.
package struct MessageFramer: Sendable {
    /// What a message may have unless said otherwise: 1 MiB.
    package static let defaultLimit = 1 << 20

    /// The most bytes a message may have, its closing NUL not counted.
    package let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0

    package init(limit: Int = Self.defaultLimit) {
        self.limit = limit
    }

    /// Bytes taken in and not yet given out.
    package var bufferedBytes: Int { buffer.count - start }

    /// True while nothing but whole messages has come in and all were given out.
    package var isEmpty: Bool { bufferedBytes == 0 }

    /// Takes in what was read.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        buffer.append(contentsOf: bytes)
    }

    /// Takes in what was read.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// The next whole message without its NUL, or nil until more has come in.
    package mutating func next() throws(MessageTooLong) -> [UInt8]? {
        guard let end = buffer[searched...].firstIndex(of: 0) else {
            searched = buffer.count
            dropConsumed()
            guard bufferedBytes <= limit else { throw MessageTooLong(limit: limit) }
            return nil
        }
        guard end - start <= limit else { throw MessageTooLong(limit: limit) }
        let message = Array(buffer[start..<end])
        start = end + 1
        searched = start
        if start == buffer.count { dropConsumed() }
        return message
    }

    /// Moving the rest to the front only when nothing whole is left keeps the cost linear.
    private mutating func dropConsumed() {
        guard start > 0 else { return }
        if start == buffer.count {
            // A client that once sent a large message must not keep its memory for ever.
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 16)
        } else {
            buffer.removeFirst(start)
        }
        searched -= start
        start = 0
    }
}
