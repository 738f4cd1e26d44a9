import Publishing
import SpotifyWebAPI
import StateStore

// Whose account it is: what belongs to it is kept under its user id.
extension SpotifyAccount {
    /// For whom songs are looked up.
    var scope: AccountScope { AccountScope(userID: userID, allowsExplicit: connection?.allowsExplicit ?? true) }

    /// Finds out whose account it is, if that is not known yet.
    ///
    /// - Throws: `SpotifyError`, also where the account may not use the app.
    func identify(_ connection: SpotifyConnection) async throws(SpotifyError) {
        let authorization = connection.client.authorization
        if let known = await authorization.userID { return await adopt(known) }
        guard !isOwnerUnknown else { return }
        let begun = signInGeneration
        let owner = try await connection.client.owner()
        guard begun == signInGeneration else { return }
        if let owner {
            try await authorization.noteOwner(owner)
            await adopt(owner)
        } else {
            isOwnerUnknown = true
        }
    }

    /// From now on what belongs to this account counts; nil while no account is known.
    func adopt(_ owner: String?) async {
        guard owner != userID else { return }
        let former = userID
        userID = owner
        guard let owner, let gate = connection?.client.gate else { return }
        // If this fails it is done at the next start.
        try? await store.use(
            account: owner, names: [SpotifyPublisher.factsName, KnownTaste.snapshotName, Self.gateName],
            scopes: AccountScope.endings, at: clocks.now())
        let kept = try? await store.snapshot(named: StateStore.snapshotName(Self.gateName, of: owner))
        let limit = kept.flatMap { try? RateLimitRecord.decode($0.content) }
        // A wait asked for while it was not known of whom is this account's.
        if let limit { gate.restore(limit) } else if former != nil { gate.restore(nil) }
    }
}
