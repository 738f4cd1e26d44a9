import Dispatch
package import FoundationEssentials
import Glibc
package import Storage

/// The grant on disk: `STATE/spotify-token.json`, mode 0600, replaced in one step and synced.
///
/// One that Spotify called dead goes to `spotify-token.rejected.json`: Spotify has been wrong about that before.
package struct GrantStore: Sendable {
    private let path: String
    private let rejectedPath: String
    private let credential: String?

    /// Syncing blocks, and must not do so on the shared pool.
    private static let queue = DispatchQueue(label: "spotify-token")

    /// A grant set aside.
    package struct Rejected: Sendable, Codable {
        /// The grant as it was.
        package var grant: Grant
        /// When it was set aside, by wall time.
        package var at: Date
        /// Whether it was given its second chance.
        package var wasTriedAgain: Bool
    }

    /// - Parameters:
    ///   - stateFolder: exists.
    ///   - credential: a file with a refresh token that the service manager hands over, in place of a sign-in.
    package init(stateFolder: String, credential: String? = nil) {
        path = stateFolder + "/spotify-token.json"
        rejectedPath = stateFolder + "/spotify-token.rejected.json"
        self.credential = credential
    }

    /// The file `spotify-refresh-token` among the service's credentials (`LoadCredential=`), nil if there is none.
    package static func credentialFile(environment: [String: String]) -> String? {
        guard let folder = environment["CREDENTIALS_DIRECTORY"] else { return nil }
        let path = folder + "/spotify-refresh-token"
        return access(path, R_OK) == 0 ? path : nil
    }

    /// The grant that was kept, or a fresh one from the credential; nil if there is neither.
    ///
    /// - Throws: `StorageError` if the file is there but cannot be read or understood; it is left alone.
    package func load(clientID: String, now: Date) async throws(StorageError) -> Grant? {
        try await onQueue { () throws(StorageError) in
            let kept = try Self.read(Grant.self, path)
            guard let credential, let offered = try Self.bytes(credential) else { return kept }
            let digest = Base64URL.encode(Digest.sha256(offered))
            let token = String(decoding: offered, as: UTF8.self).filter { !$0.isWhitespace }
            if token.isEmpty || kept?.credentialDigest == digest { return kept }
            if let rejected = try? Self.read(Rejected.self, rejectedPath), rejected.grant.credentialDigest == digest {
                return kept
            }
            // No access token yet: the first use fetches one.
            return Grant(
                clientID: clientID, accessToken: "", accessExpiresAt: .distantPast, refreshToken: token, scopes: [],
                grantedAt: now, credentialDigest: digest)
        }
    }

    /// Puts the grant in the place of the one before; when this returns it is on the disk.
    package func save(_ grant: Grant) async throws(StorageError) {
        try await onQueue { () throws(StorageError) in
            try AtomicFile.replace(path, with: Self.encoded(grant, path), permissions: 0o600)
        }
    }

    /// Sets a dead grant aside, or keeps what became of one set aside before.
    package func quarantine(_ rejected: Rejected) async throws(StorageError) {
        try await onQueue { () throws(StorageError) in
            try AtomicFile.replace(rejectedPath, with: Self.encoded(rejected, rejectedPath), permissions: 0o600)
            // Another grant that lies there is none of this one's business.
            guard let kept = try? Self.read(Grant.self, path), kept.refreshToken == rejected.grant.refreshToken else {
                return
            }
            unlink(path)
        }
    }

    /// The grant set aside; nil if there is none.
    ///
    /// - Throws: `StorageError` if the file is there but cannot be read or understood.
    package func rejected() async throws(StorageError) -> Rejected? {
        try await onQueue { () throws(StorageError) in try Self.read(Rejected.self, rejectedPath) }
    }

    /// Forgets the one set aside, once another is in force.
    package func forgetRejected() async {
        try? await onQueue { () throws(StorageError) in _ = unlink(rejectedPath) }
    }

    /// Removes every token there is.
    package func deleteAll() async throws(StorageError) {
        try await onQueue { () throws(StorageError) in
            for file in [path, rejectedPath, path + ".new", rejectedPath + ".new"] {
                guard unlink(file) == 0 || errno == ENOENT else {
                    throw StorageError(errno: errno, path: file, doing: "delete")
                }
            }
        }
    }

    private static func encoded(_ value: some Encodable, _ path: String) throws(StorageError) -> [UInt8] {
        do {
            return Array(try JSONEncoder().encode(value))
        } catch {
            throw StorageError(.other, path: path, doing: "write", because: "it could not be put into words")
        }
    }

    private static func read<Value: Decodable>(_ type: Value.Type, _ path: String) throws(StorageError) -> Value? {
        guard let bytes = try bytes(path) else { return nil }
        guard let value = try? JSONDecoder().decode(type, from: Data(bytes)) else {
            throw StorageError(
                .damaged, path: path, doing: "read", because: "it holds no sign-in of this version's")
        }
        return value
    }

    private static func bytes(_ path: String) throws(StorageError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw StorageError(errno: errno, path: path, doing: "read")
        }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count >= 0 else { throw StorageError(errno: errno, path: path, doing: "read") }
        return Array(buffer.prefix(count))
    }

    private func onQueue<Value: Sendable>(
        _ body: @Sendable @escaping () throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: Result { () throws(StorageError) in try body() }) }
        }
        return try result.get()
    }
}
