package import FoundationEssentials
import SQLiteStorage
import Storage

// Which Spotify account is in use. What belongs to one is kept under names that end with its user id.
extension StateStore {
    private static let presentAccountName = "spotify_account"

    /// The name under which a snapshot of an account is kept.
    ///
    /// - Parameter account: nil while it is not known whose it is: as versions before accounts were told apart kept it.
    package static func snapshotName(_ name: String, of account: String?) -> String {
        account.map { "\(name):\($0)" } ?? name
    }

    /// The user id of the account in use; nil where there is none, or it is not known.
    package func presentAccount() async throws -> String? {
        guard let kept = try await snapshot(named: Self.presentAccountName), !kept.content.isEmpty else { return nil }
        return String(decoding: kept.content, as: UTF8.self)
    }

    /// Notes which account is in use. What was kept without knowing whose it was becomes this one's, where it has none
    /// of its own.
    ///
    /// - Parameters:
    ///   - names: the snapshots that belong to accounts.
    ///   - scopes: the endings of an account's name in the tables of searches.
    package func use(account: String, names: [String], scopes: [String], at moment: Date) async throws {
        try await file.write { database in
            for name in names {
                let owned = Self.snapshotName(name, of: account)
                try database.execute(
                    sql: "UPDATE OR IGNORE snapshot SET name = ? WHERE name = ?", arguments: [owned, name])
                try database.execute(sql: "DELETE FROM snapshot WHERE name = ?", arguments: [name])
            }
            for scope in scopes {
                for table in ["resolution", "unknown_id"] {
                    try database.execute(
                        sql: "UPDATE OR IGNORE \(table) SET account = ? WHERE account = ?",
                        arguments: [account + scope, scope])
                    try database.execute(sql: "DELETE FROM \(table) WHERE account = ?", arguments: [scope])
                }
            }
            try Self.put(Data(account.utf8), Self.presentAccountName, moment, in: database)
        }
    }

    /// Notes that no account is in use. What belongs to accounts stays.
    package func useNoAccount(at moment: Date) async throws {
        try await keepDurably(Data(), named: Self.presentAccountName, at: moment)
    }

    /// Forgets a snapshot.
    package func forgetSnapshot(named name: String) async throws {
        try await file.write { try $0.execute(sql: "DELETE FROM snapshot WHERE name = ?", arguments: [name]) }
    }
}
