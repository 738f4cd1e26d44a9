import Foundation
import SQLiteStorage
import TestSupport
import Testing

/// The layer over SQLite by itself, on files of its own.
@Suite struct DatabaseTests {
    private func withDatabase<Value>(_ body: (DatabaseConnection) throws -> Value) throws -> Value {
        try withTemporaryFolder { try body(try DatabaseConnection(path: $0 + "/x.sqlite")) }
    }

    @Test func valuesComeBackAsTheyWere() throws {
        try withDatabase { connection in
            let text = "a\u{0}b “c” 椎名", bytes = Data([0, 255, 1])
            let values: SQLArguments = [Int64.min, 0.1, text, bytes, Data(), "", true, nil, Int.max]
            let row = try connection.writeBlocking { database in
                try database.execute(sql: "CREATE TABLE t (a, b, c, d, e, f, g, h, i)")
                try database.execute(sql: "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", arguments: values)
                return try #require(try Row.fetchOne(database, sql: "SELECT * FROM t"))
            }
            #expect(row[0] == Int64.min && row[1] == 0.1 && row[2] == text && row[3] == bytes)
            // Empty is not NULL.
            #expect((row[4] as Data?) == Data() && (row[5] as String?) == "")
            #expect(row[6] == true && row[8] == Int.max)
            #expect((row[7] as Int?) == nil && row[7] == 0 && row[7] == "" && row[7] == Data())
        }
    }

    /// SQLite's columns take any type, and others may write to the file.
    @Test(arguments: [
        ("'12'", 12, 12.0, "12"), ("'x'", 0, 0, "x"), ("1.9", 1, 1.9, "1.9"), ("-1e300", Int64.min, -1e300, "-1e+300"),
        ("1e300", Int64.max, 1e300, "1e+300"), ("7", 7, 7, "7"), ("NULL", 0, 0, ""), ("x'41'", 0, 0, "A"),
        ("x'FF'", 0, 0, "\u{FFFD}"), ("9e999", Int64.max, .infinity, "inf"),
    ])
    func columnOfAnotherTypeIsConverted(sql: String, integer: Int64, real: Double, text: String) throws {
        try withDatabase { connection in
            let row = try #require(try connection.readBlocking { try Row.fetchOne($0, sql: "SELECT \(sql)") })
            #expect(row[0] == integer)
            #expect(row[0] == real)
            #expect(row[0] == text)
        }
    }

    @Test func argumentsGoToTheStatementsInTheirOrder() throws {
        try withDatabase { connection in
            try connection.writeBlocking { database in
                try database.execute(
                    sql: """
                        CREATE TABLE t (a); -- nothing
                        INSERT INTO t VALUES (?); ; INSERT INTO t VALUES (?1 + ?1) ;
                        """, arguments: [1, 2])
                #expect(try Int.fetchAll(database, sql: "SELECT a FROM t") == [1, 4])
                #expect(try Int64.fetchOne(database, sql: "SELECT max(a) FROM t WHERE a > 4") == nil)
                #expect(database.lastInsertedRowID == 2)
                try database.execute(sql: "UPDATE t SET a = 0")
                #expect(database.changesCount == 2)
                #expect(throws: DatabaseError.self) { try database.execute(sql: "SELECT ?") }
                #expect(throws: DatabaseError.self) { try database.execute(sql: "SELECT 1", arguments: [1]) }
                #expect(throws: DatabaseError.self) { try Row.fetchAll(database, sql: "SELECT ?, ?", arguments: [1]) }
                #expect(throws: DatabaseError.self) { try Row.fetchAll(database, sql: " -- nothing") }
                let error = #expect(throws: DatabaseError.self) { try database.execute(sql: "SELECT b FROM t") }
                #expect(error?.message == "no such column: b")
                // A name that is misspelt is no text.
                #expect(throws: DatabaseError.self) { try database.execute(sql: "SELECT \"b\" FROM t") }
            }
        }
    }

    @Test func writeThatThrowsWritesNothing() throws {
        struct Trouble: Error {}
        try withDatabase { connection in
            try connection.writeBlocking { try $0.execute(sql: "CREATE TABLE t (a UNIQUE)") }
            #expect(throws: Trouble.self) {
                try connection.writeBlocking { database in
                    try database.execute(sql: "INSERT INTO t VALUES (1)")
                    throw Trouble()
                }
            }
            #expect(throws: DatabaseError.self) {
                try connection.writeBlocking {
                    try $0.execute(sql: "INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)")
                }
            }
            #expect(try connection.readBlocking { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == 0)
            // A read cannot write, and writing works again after it.
            #expect(throws: DatabaseError.self) {
                try connection.readBlocking { try $0.execute(sql: "INSERT INTO t VALUES (2)") }
            }
            try connection.writeBlocking { try $0.execute(sql: "INSERT INTO t VALUES (3)") }
            #expect(try connection.readBlocking { try Int.fetchAll($0, sql: "SELECT a FROM t") } == [3])
        }
    }

    @Test func cancelledCallIsNotMade() async throws {
        try await withTemporaryFolder { folder in
            let connection = try DatabaseConnection(path: folder + "/x.sqlite")
            let mayGo = DispatchSemaphore(value: 0), isInside = DispatchSemaphore(value: 0)
            async let held: Void = connection.use { _ in
                isInside.signal()
                mayGo.wait()
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    isInside.wait()
                    continuation.resume()
                }
            }
            let waiting = Task { try await connection.use { try $0.execute(sql: "CREATE TABLE t (a)") } }
            waiting.cancel()
            mayGo.signal()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            try await held
            let tables = try await connection.use { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
            #expect(tables == 0)
            connection.close()
            await #expect(throws: DatabaseError.self) { try await connection.use { _ in } }
        }
    }

    @Test func tableThatOthersReferToIsMadeAnew() throws {
        try withDatabase { connection in
            var migrator = DatabaseMigrator()
            migrator.registerMigration("1") {
                try $0.execute(
                    sql: """
                        CREATE TABLE a (id INTEGER PRIMARY KEY);
                        CREATE TABLE b (a INTEGER REFERENCES a (id) ON DELETE CASCADE);
                        INSERT INTO a VALUES (1);
                        INSERT INTO b VALUES (1);
                        """)
            }
            try migrator.migrate(connection)
            migrator.registerMigration("2") {
                try $0.execute(
                    sql: """
                        CREATE TABLE c (id INTEGER PRIMARY KEY, more);
                        INSERT INTO c SELECT id, 0 FROM a;
                        DROP TABLE a;
                        ALTER TABLE c RENAME TO a;
                        """)
            }
            #expect(try connection.readBlocking { try !migrator.hasCompletedMigrations($0) })
            try migrator.migrate(connection)
            #expect(try connection.readBlocking { try migrator.hasCompletedMigrations($0) })
            #expect(try connection.readBlocking { try Int.fetchOne($0, sql: "SELECT count(*) FROM b") } == 1)
            // References hold again.
            try connection.writeBlocking { try $0.execute(sql: "DELETE FROM a") }
            #expect(try connection.readBlocking { try Int.fetchOne($0, sql: "SELECT count(*) FROM b") } == 0)
        }
    }

    @Test func stepThatFailsIsNotTaken() throws {
        try withDatabase { connection in
            var migrator = DatabaseMigrator()
            migrator.registerMigration("1") {
                try $0.execute(sql: "CREATE TABLE a (id INTEGER PRIMARY KEY)")
                try $0.execute(sql: "CREATE TABLE b (a INTEGER REFERENCES a (id)); INSERT INTO b VALUES (7)")
            }
            let error = #expect(throws: DatabaseError.self) { try migrator.migrate(connection) }
            #expect(error?.message == "the step 1 left references to nothing")
            let sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('a', 'b')"
            let (isCompleted, tables) = try connection.readBlocking {
                (try migrator.hasCompletedMigrations($0), try Int.fetchOne($0, sql: sql))
            }
            #expect(!isCompleted)
            #expect(tables == 0)
        }
    }
}
