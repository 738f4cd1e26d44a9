import CUnistring
import Glibc

extension String {
    /// The canonical decomposition (NFD): letters apart from their accents.
    var decomposed: String {
        var text = self
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress, !bytes.isEmpty else { return "" }
            var length = 0
            // Null only where memory is short.
            guard let plain = emotunes_decompose(start, bytes.count, &length) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            defer { free(plain) }
            return String(decoding: UnsafeBufferPointer(start: plain, count: length), as: UTF8.self)
        }
    }
}
