import SpotifyWebAPI
import Synchronization

/// Keeps one and the same `Authorization` while settings come and go: a second one would read the tokens from the disk
/// while the first still waits for Spotify's new ones, and then take the first one's for dead.
final class AuthorizationCache: Sendable {
    private struct Entry {
        var clientID: String
        var accountsURL: String
        var authorization: Authorization
    }

    private let known = Mutex<Entry?>(nil)

    /// The one there is, also while Spotify is switched off.
    var present: Authorization? { known.withLock { $0?.authorization } }

    /// The one for this app at this place, made if there is none or another.
    func authorization(clientID: String, accountsURL: String, _ make: () -> Authorization) -> Authorization {
        known.withLock { known in
            if let known, known.clientID == clientID, known.accountsURL == accountsURL { return known.authorization }
            let fresh = make()
            known = Entry(clientID: clientID, accountsURL: accountsURL, authorization: fresh)
            return fresh
        }
    }
}
