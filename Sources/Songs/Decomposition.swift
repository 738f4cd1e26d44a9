import CUnistring
import Glibc

extension String {
    /// The canonical decomposition (NFD): letters apart from their accents.
    var decomposed: String { converted(by: emotunes_decompose) }

    /// The compatibility composition (NFKC): ligatures, circled figures and full-width letters as plain ones.
    package var plainForms: String { converted(by: emotunes_compose_compatibly) }

    /// What a function of C makes of its UTF-8, in memory that has to be freed; itself where that is null.
    package func converted(
        by convert: (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<Int>) -> UnsafeMutablePointer<UInt8>?
    ) -> String {
        var text = self
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress, !bytes.isEmpty else { return "" }
            var length = 0
            // Null only where memory is short, tables are missing, or it is no name but a book.
            guard let converted = convert(start, bytes.count, &length) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            defer { free(converted) }
            return String(decoding: UnsafeBufferPointer(start: converted, count: length), as: UTF8.self)
        }
    }
}
