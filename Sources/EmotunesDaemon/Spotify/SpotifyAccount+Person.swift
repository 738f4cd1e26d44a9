import Foundation
import SpotifyWebAPI
import StateStore
import SystemIntegration

// What the person asks for.
extension SpotifyAccount {
    /// Starts a sign-in; gives the address to go to.
    func beginLogin() async throws(SignInDesk.Failure) -> String {
        guard let connection else {
            throw SignInDesk.Failure(
                message: "spotify.client_id is not set in emotunesd.toml; the README says how to get one")
        }
        return try await connection.desk.begin(asking: connection.scopes)
    }

    /// Ends the sign-in: with the address pasted, or when the browser has come back.
    func finishLogin(pasted address: String?) async throws(SignInDesk.Failure) {
        guard let desk = connection?.desk else { throw SignInDesk.Failure(message: "spotify.client_id is not set") }
        if let address { try await desk.finish(pasted: address) } else { try await desk.finish() }
    }

    /// After a sign-in: the newest playlist goes into the account, whichever that is.
    func welcome() async {
        trouble = nil
        failures = 0
        retryAt = nil
        saidRenewal = false
        namesDue = true
        // It may be another person's account, and may allow what the one before did not.
        tastes += 1
        taste = TasteSchedule()
        try? await store.keepSnapshot(Data(), named: KnownTaste.snapshotName, at: clocks.now())
        journal.note("signed in to Spotify", event: .spotify)
        try? await store.wishForNewestPlaylist(target: SpotifyPublisher.target, at: clocks.now(), again: true)
        await keepSecrets()
        await refreshReport()
        ring()
    }

    /// Forgets every token.
    func logOut() async throws(SpotifyError) {
        var was = Authorization.State.signedOut(nil)
        if let connection {
            await connection.desk.close()
            was = await connection.client.authorization.state
            try await connection.client.authorization.signOut()
        } else if let authorization = known?.present {
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
        // What the account told goes with it, and what it is just telling.
        tastes += 1
        taste = TasteSchedule()
        try? await store.keepSnapshot(Data(), named: KnownTaste.snapshotName, at: clocks.now())
        try? await store.forgetHeard()
        if was != .signedOut(nil) { journal.note("signed out of Spotify", event: .spotify) }
        await keepSecrets()
        await refreshReport()
    }
}
