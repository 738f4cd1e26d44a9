import FoundationEssentials
import StateStore

/// For whom songs are looked up: what there is differs by country, and by whether explicit ones will do.
struct AccountScope: Sendable, Hashable {
    /// Nil while it is not known whose account it is.
    var userID: String?
    var allowsExplicit = true

    /// The endings of ``key`` that follow a user id.
    static let endings = ["", "/clean"]

    /// The word under which searches are kept.
    var key: String { (userID ?? "") + (allowsExplicit ? "" : "/clean") }
}

extension StateStore {
    /// What searches and refusals have taught so far.
    func knownIdentifiers(_ scope: AccountScope, now: Date) async throws -> KnownIdentifiers {
        KnownIdentifiers(
            found: try await resolutions(of: scope.key, now: now),
            unknown: try await unknownIDs(of: scope.key, now: now))
    }
}
