package import FoundationEssentials

/// A value as SQLite stores it.
package enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob(Data)
}

/// What can be bound to a parameter and read from a column.
///
/// SQLite's columns hold any type whatever they were declared as, and a file that others can write to holds what they wrote:
/// a column of another type is converted as SQLite itself would, and NULL is 0 or empty. Nothing traps.
package protocol SQLConvertible: Sendable {
    /// As SQLite stores it.
    var sqlValue: SQLValue { get }
    /// Of what a column holds.
    init(sqlValue: SQLValue)
}

/// The values of a statement's parameters, the first one first; nil is NULL.
package typealias SQLArguments = [(any SQLConvertible)?]

extension Int64: SQLConvertible {
    package var sqlValue: SQLValue { .integer(self) }

    package init(sqlValue: SQLValue) {
        switch sqlValue {
        case .null, .blob: self = 0
        case .integer(let number): self = number
        case .real(let number): self = Self(clamping: number)
        case .text(let text): self = Self(text) ?? Double(text).map(Self.init(clamping:)) ?? 0
        }
    }

    /// The nearest there is; 0 for what is no number.
    private init(clamping number: Double) {
        self = Self(exactly: number.rounded(.towardZero)) ?? (number.isNaN ? 0 : number < 0 ? .min : .max)
    }
}

extension Int: SQLConvertible {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
    package init(sqlValue: SQLValue) { self.init(Int64(sqlValue: sqlValue)) }
}

extension Bool: SQLConvertible {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
    package init(sqlValue: SQLValue) { self = Int64(sqlValue: sqlValue) != 0 }
}

extension Double: SQLConvertible {
    package var sqlValue: SQLValue { .real(self) }

    package init(sqlValue: SQLValue) {
        switch sqlValue {
        case .null, .blob: self = 0
        case .integer(let number): self = Self(number)
        case .real(let number): self = number
        case .text(let text): self = Self(text) ?? 0
        }
    }
}

extension String: SQLConvertible {
    package var sqlValue: SQLValue { .text(self) }

    package init(sqlValue: SQLValue) {
        switch sqlValue {
        case .null: self = ""
        case .integer(let number): self = "\(number)"
        case .real(let number): self = "\(number)"
        case .text(let text): self = text
        case .blob(let bytes): self.init(decoding: bytes, as: UTF8.self)
        }
    }
}

extension Data: SQLConvertible {
    package var sqlValue: SQLValue { .blob(self) }

    package init(sqlValue: SQLValue) {
        switch sqlValue {
        case .blob(let bytes): self = bytes
        case .null: self.init()
        case .integer, .real, .text: self.init(String(sqlValue: sqlValue).utf8)
        }
    }
}

extension SQLConvertible {
    /// The first column of the first row; nil where there is no row, or NULL in it.
    package static func fetchOne(
        _ database: Database, sql: String, arguments: SQLArguments = []
    ) throws(DatabaseError) -> Self? {
        try Row.fetchOne(database, sql: sql, arguments: arguments)?[0]
    }

    /// The first column of every row.
    package static func fetchAll(
        _ database: Database, sql: String, arguments: SQLArguments = []
    ) throws(DatabaseError) -> [Self] {
        let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
        var all: [Self] = []
        while let row = try rows.next() { all.append(row[0]) }
        return all
    }
}
