// Whose account it is.
extension SpotifyClient {
    /// The user id of the account that is signed in; nil where Spotify does not say. That it answers at all shows that
    /// the account may use the app.
    package func owner() async throws(SpotifyError) -> String? {
        try await owner(of: nil, readsProfile: await authorization.allows(.readProfile) == true)
    }

    /// The same for a token that has just been given and is not in force yet.
    package func owner(ofToken token: String, scopes: Set<String>) async throws(SpotifyError) -> String? {
        try await owner(of: token, readsProfile: scopes.contains(Scope.readProfile.name))
    }

    private func owner(of token: String?, readsProfile: Bool) async throws(SpotifyError) -> String? {
        if readsProfile {
            do {
                if let id = try await call("GET", "/me", with: token, as: ProfileReply.self)?.id { return id }
            } catch {
                guard error.code == .notFound || error.code == .badRequest || error.lacksScope else { throw error }
            }
        }
        // Sign-ins of earlier versions do not allow to ask for the profile; the address of the list of playlists names
        // its owner.
        do {
            let reply = try await call(
                "GET", "/me/playlists", query: [("limit", "1")], with: token, as: PlaylistsAddressReply.self)
            return reply?.owner
        } catch {
            guard error.code == .notFound || error.code == .badRequest else { throw error }
            return nil
        }
    }
}
