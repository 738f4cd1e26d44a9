import FoundationEssentials
import SpotifyWebAPI

/// A limit that Spotify has set, as it is kept over a restart.
enum RateLimitRecord {
    static func encode(_ limit: RateLimitGate) throws -> Data { try JSONEncoder().encode(limit) }

    static func decode(_ content: Data) throws -> RateLimitGate {
        try JSONDecoder().decode(RateLimitGate.self, from: content)
    }
}
