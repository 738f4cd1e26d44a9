import Publishing
package import SpotifyWebAPI
import StateStore

// What the person asks for.
extension SpotifyAccount {
    /// Starts a sign-in; gives the address to go to.
    package func beginLogin() async throws(SignInFailure) -> String {
        await started()
        guard let connection else {
            throw SignInFailure(
                message:
                    "spotify.client_id is not set; `emotunesctl login --client-id ID` sets it, and the README says how to "
                    + "get one in five minutes")
        }
        return try await connection.signIn.begin(asking: connection.scopes)
    }

    /// What a sign-in asks for; nothing while Spotify is off.
    package var scopes: [Scope] { connection?.scopes ?? [] }

    /// Ends the sign-in: with the address pasted, or when the browser has come back.
    package func finishLogin(pasted address: String?) async throws(SignInFailure) {
        guard let signIn = connection?.signIn else { throw SignInFailure(message: "spotify.client_id is not set") }
        if let address { try await signIn.finish(pasted: address) } else { try await signIn.finish() }
    }

    /// After a sign-in: the newest playlist goes into the account, whichever that is.
    ///
    /// - Parameter doubt: why it could not be shown that the account may use the app.
    func signInCompleted(_ doubt: SpotifyError?) async {
        trouble = doubt
        failures = 0
        retryAt = nil
        saidRenewal = false
        areNamesDue = true
        isOwnerUnknown = false
        // It may be another person's account, and may allow what the one before did not.
        signInGeneration += 1
        await tasteReader.restart()
        await searchAhead.waitForFirstList()
        await adopt(await connection?.client.authorization.userID)
        if let doubt {
            log.trouble("Spotify has accepted the sign-in, but it is of no use yet: \(doubt)")
        } else {
            log.note("signed in to Spotify")
        }
        try? await ledger.wishForNewest(at: clocks.now(), again: true)
        await protectMemory()
        await refreshReport()
        wake()
    }

    /// Forgets every token, and what the account told.
    package func logOut() async throws(SpotifyError) {
        var was = Authorization.State.signedOut(nil)
        // What is under way is not to be told as trouble.
        signInGeneration += 1
        if let connection {
            await connection.signIn.close()
            was = await connection.client.authorization.state
            try await connection.client.authorization.signOut()
        } else if let authorization = authorizations?.present {
            // Switched off, but it would come back as it was.
            try await authorization.signOut()
        } else {
            // Off from the start, but the tokens of an earlier run may lie there.
            do {
                try await tokens?.deleteAll()
            } catch {
                throw SpotifyError(.storage, "\(error)")
            }
        }
        trouble = nil
        signInGeneration += 1
        var account = userID
        if account == nil { account = try? await store.presentAccount() }
        await tasteReader.forget(account, at: clocks.now())
        // A wait that was asked of this account comes back with it.
        if userID != nil { connection?.client.gate.restore(nil) }
        userID = nil
        isOwnerUnknown = false
        try? await store.useNoAccount(at: clocks.now())
        try? await store.forgetHeard()
        if was != .signedOut(nil) { log.note("signed out of Spotify") }
        await protectMemory()
        await refreshReport()
    }
}
