import Foundation
import SQLiteStorage
import Storage
import TestSupport
import Testing

@Suite struct DatabaseFileTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: "CREATE TABLE note (text TEXT)") }
        return migrator
    }

    private func open(_ folder: String) throws -> DatabaseFile {
        try DatabaseFile(opening: folder + "/x.sqlite", migrator: migrator, now: now)
    }

    @Test func callsAfterCloseThrowAndCallsUnderWayFinish() async throws {
        try await withTemporaryFolder { folder in
            let file = try open(folder)
            try await file.write { try $0.execute(sql: "INSERT INTO note VALUES ('a')") }
            let isInside = DispatchSemaphore(value: 0), mayGo = DispatchSemaphore(value: 0)
            async let held = file.read { database in
                isInside.signal()
                mayGo.wait()
                return try Int.fetchOne(database, sql: "SELECT count(*) FROM note")
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    isInside.wait()
                    continuation.resume()
                }
            }
            file.close()
            await #expect(throws: StorageError.self) { try await file.read { _ in } }
            mayGo.signal()
            #expect(try await held == 1)
            await #expect(throws: StorageError.self) { try await file.write { _ in } }
            #expect(throws: StorageError.self) { try file.readBlocking { _ in } }
            file.close()
            try open(folder).close()
        }
    }

    /// A database of some hundred pages, closed.
    private func fill(_ folder: String) throws {
        let file = try open(folder)
        try file.writeBlocking { database in
            for number in 0..<3000 {
                try database.execute(
                    sql: "INSERT INTO note VALUES (?)", arguments: [String(repeating: "\(number) ", count: 40)])
            }
        }
        file.close()
    }

    private func notes(_ file: DatabaseFile) throws -> Int? {
        try file.readBlocking { try Int.fetchOne($0, sql: "SELECT count(*) FROM note") }
    }

    private func overwrite(_ path: String, at offset: UInt64, with bytes: Data) throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    @Test func keepsWhatWasWritten() throws {
        try withTemporaryFolder { folder in
            try fill(folder + "/new/folder")
            let file = try open(folder + "/new/folder")
            #expect(try notes(file) == 3000)
            #expect(file.damaged == nil)
        }
    }

    @Test func openingWithNothingToDoWritesNothing() throws {
        try withTemporaryFolder { folder in
            try fill(folder)
            let before = FileManager.default.contents(atPath: folder + "/x.sqlite")
            let file = try open(folder)
            #expect(FileManager.default.contents(atPath: folder + "/x.sqlite") == before)
            let journal = try FileManager.default.attributesOfItem(atPath: folder + "/x.sqlite-wal")[.size] as? Int
            #expect(journal == 0)
            file.close()
        }
    }

    enum Damage: CaseIterable {
        case garbage, magic, header, page, truncated
    }

    @Test(arguments: Damage.allCases)
    func setsADamagedDatabaseAside(_ damage: Damage) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/x.sqlite"
            try fill(folder)
            switch damage {
            case .garbage:
                try Data("this is no database at all, just some text".utf8).write(to: URL(fileURLWithPath: path))
            case .magic: try overwrite(path, at: 0, with: Data("SQLite format 4".utf8))
            case .header: try overwrite(path, at: 16, with: Data(repeating: 0xFF, count: 84))
            case .page: try overwrite(path, at: 4096 * 20, with: Data(repeating: 0x5A, count: 4096))
            case .truncated:
                let handle = try #require(FileHandle(forUpdatingAtPath: path))
                try handle.truncate(atOffset: 4096 * 30)
                try handle.close()
            }
            let damaged = FileManager.default.contents(atPath: path)
            let file = try open(folder)
            let notice = try #require(file.damaged)
            #expect(notice.movedTo == path + ".damaged-20231114T221320Z")
            #expect(FileManager.default.contents(atPath: notice.movedTo) == damaged)
            #expect(notice.description.contains(path) && notice.description.contains(notice.movedTo))
            #expect(!notice.description.contains("\n"))
            #expect(try notes(file) == 0)
        }
    }

    @Test func keepsEveryDamagedDatabaseAndItsJournal() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/x.sqlite"
            for name in [path, path + "-wal"] {
                try Data("no database, and no journal of one".utf8).write(to: URL(fileURLWithPath: name))
            }
            let first = try open(folder)
            let firstPlace = try #require(first.damaged?.movedTo)
            #expect(FileManager.default.fileExists(atPath: firstPlace + "-wal"))
            first.close()
            try Data("no database once more, at the same time".utf8).write(to: URL(fileURLWithPath: path))
            #expect(try open(folder).damaged?.movedTo == firstPlace + "-2")
        }
    }

    @Test func leavesANewerDatabaseAlone() throws {
        try withTemporaryFolder { folder in
            var newer = migrator
            newer.registerMigration("2") { try $0.execute(sql: "CREATE TABLE more (text TEXT)") }
            try DatabaseFile(opening: folder + "/x.sqlite", migrator: newer, now: now).close()
            let error = #expect(throws: StorageError.self) { try open(folder) }
            #expect(error?.code == .newer)
            #expect(try DatabaseFile(opening: folder + "/x.sqlite", migrator: newer, now: now).damaged == nil)
        }
    }

    @Test func saysThatAFolderStandsInTheWay() throws {
        try withTemporaryFolder { folder in
            try Folder.create(folder + "/x.sqlite")
            let error = #expect(throws: StorageError.self) { try open(folder) }
            #expect(error?.code == .wrongKind)
        }
    }

    @Test func fullDiskIsReportedAndLosesNothing() async throws {
        try await withTemporaryFolder { folder in
            try fill(folder)
            let file = try open(folder)
            try file.readBlocking { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                try database.execute(sql: "PRAGMA max_page_count = \(pages + 1)")
            }
            let error = await #expect(throws: StorageError.self) {
                try await file.write { database in
                    try database.execute(sql: "DELETE FROM note WHERE rowid = 1")
                    for _ in 0..<100 {
                        try database.execute(sql: "INSERT INTO note VALUES (hex(randomblob(2000)))")
                    }
                }
            }
            #expect(error?.code == .full)
            #expect(error?.description.contains("no space left") == true)
            #expect(try notes(file) == 3000)
        }
    }

    @Test func staysDurableAfterAnUnhurriedWrite() async throws {
        try await withTemporaryFolder { folder in
            let file = try open(folder)
            let level = { @Sendable in
                try file.readBlocking { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            }
            #expect(try level() == 2)
            try await file.writeUnhurried { try $0.execute(sql: "INSERT INTO note VALUES ('a')") }
            #expect(try level() == 2)
            await #expect(throws: StorageError.self) {
                try await file.writeUnhurried {
                    try $0.execute(sql: "INSERT INTO note VALUES ('b')")
                    try $0.execute(sql: "nonsense")
                }
            }
            #expect(try level() == 2)
            #expect(try notes(file) == 1)
            #expect(try file.readBlocking { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        }
    }

    @Test func timesAreKeptToTheMillisecond() {
        let date = Date(timeIntervalSince1970: 1_700_000_000.1234)
        #expect(UTCTime.milliseconds(date) == 1_700_000_000_123)
        #expect(UTCTime.date(1_700_000_000_123) == Date(timeIntervalSince1970: 1_700_000_000.123))
        #expect(UTCTime.milliseconds(.distantPast) < 0)
    }
}
