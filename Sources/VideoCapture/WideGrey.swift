import Glibc

/// How many bits of its 16-bit words a camera really uses. Many deliver the ten or twelve bits of their sensor in words of
/// sixteen, at the lower end, and call them full ones: read so, the brightest picture is black.
///
/// Used by one thread. It only ever grows within a stream: a dark picture after a bright one is dark.
final class WideGrey {
    /// Bits that pictures had so far.
    private(set) var bits = 10
    private static let steps = [12, 14, 16]
    /// So many in a thousand of the pixels have to be brighter: single ones of a sensor are stuck.
    private static let perMille = 2

    /// Takes in a picture of little-endian words.
    ///
    /// - Returns: by how much its words are to be shifted to be bytes.
    func shift(of bytes: UnsafeRawBufferPointer) -> Int {
        let count = bytes.count / 2
        var above = [Int](repeating: 0, count: Self.steps.count)
        for word in 0..<count {
            let value = Int(bytes[2 * word]) | Int(bytes[2 * word + 1]) << 8
            guard value >= 1 << 10 else { continue }
            above[0] += 1
            if value >= 1 << 12 { above[1] += 1 }
            if value >= 1 << 14 { above[2] += 1 }
        }
        for (step, brighter) in zip(Self.steps, above) where brighter * 1000 > count * Self.perMille {
            bits = max(bits, step)
        }
        return bits - 8
    }
}
