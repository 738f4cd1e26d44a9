import COpenSSL

/// Proof Key for Code Exchange (RFC 7636): shows that a code is redeemed by the client that asked for it.
package struct ProofKey: Sendable, Hashable {
    /// 43 characters, 256 bits drawn at random. A secret until it is redeemed.
    package let verifier: String
    /// What the authorisation request carries, method S256.
    package let challenge: String

    /// Draws a new verifier.
    package init(using generator: inout some RandomNumberGenerator) {
        self.init(verifier: RandomText.draw(using: &generator))
    }

    /// - Parameter verifier: 43 to 128 unreserved characters.
    package init(verifier: String) {
        self.verifier = verifier
        challenge = Base64URL.encode(Digest.sha256(Array(verifier.utf8)))
    }
}

/// Text that cannot be guessed.
package enum RandomText {
    /// 43 characters of base64url: 256 bits.
    package static func draw(using generator: inout some RandomNumberGenerator) -> String {
        Base64URL.encode((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}

/// Hashes, by libcrypto.
package enum Digest {
    /// SHA-256 (FIPS 180-4), 32 bytes.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let done = copenssl_sha256(bytes, bytes.count, &digest)
        precondition(done == 1, "libcrypto has no SHA-256")
        return digest
    }
}

/// RFC 4648, section 5, without padding.
package enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The text for the bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let chunk = bytes[start..<min(start + 3, bytes.count)]
            var value = chunk.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - chunk.count))
            value <<= 8
            for _ in 0...chunk.count {
                result.append(alphabet[Int(value >> 26)])
                value <<= 6
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
