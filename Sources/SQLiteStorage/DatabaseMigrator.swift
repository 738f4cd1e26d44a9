import CSQLite

/// Brings a database to the present schema: steps that each run once, in their order, and are noted in the database by name.
package struct DatabaseMigrator: Sendable {
    private var migrations: [(name: String, change: @Sendable (Database) throws -> Void)] = []
    /// Named so by the library that wrote our first databases.
    private static let table = "grdb_migrations"

    package init() {}

    /// Adds a step after those that are there.
    package mutating func registerMigration(
        _ name: String, _ change: @Sendable @escaping (Database) throws -> Void
    ) {
        migrations.append((name, change))
    }

    /// Whether a step was taken that this migrator does not know: a newer program wrote the database.
    package func hasBeenSuperseded(_ database: Database) throws -> Bool {
        try !applied(in: database).isSubset(of: migrations.map(\.name))
    }

    /// Whether no step is left to take.
    package func hasCompletedMigrations(_ database: Database) throws -> Bool {
        try applied(in: database).isSuperset(of: migrations.map(\.name))
    }

    /// Takes the steps that were not taken yet, each in a transaction of its own.
    ///
    /// - Parameter last: the name of the last one to take; nil for all.
    package func migrate(_ connection: DatabaseConnection, upTo last: String? = nil) throws {
        try connection.useBlocking { database in
            try database.execute(
                sql: "CREATE TABLE IF NOT EXISTS \(Self.table) (identifier TEXT NOT NULL PRIMARY KEY)")
            // A table that others refer to is made anew by dropping it, which would drop what refers to it.
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            defer { try? database.execute(sql: "PRAGMA foreign_keys = ON") }
            for (name, change) in migrations {
                try database.writing { database in
                    // Another process may have taken it since.
                    if try applied(in: database).contains(name) { return }
                    try change(database)
                    if try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") != nil {
                        throw DatabaseError(
                            extendedCode: SQLITE_CONSTRAINT, message: "the step \(name) left references to nothing")
                    }
                    try database.execute(
                        sql: "INSERT INTO \(Self.table) (identifier) VALUES (?)", arguments: [name])
                }
                if name == last { break }
            }
        }
    }

    private func applied(in database: Database) throws -> Set<String> {
        let isThere = try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?)",
            arguments: [Self.table])
        guard isThere == true else { return [] }
        return Set(try String.fetchAll(database, sql: "SELECT identifier FROM \(Self.table)"))
    }
}
