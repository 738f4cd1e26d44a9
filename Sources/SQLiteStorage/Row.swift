/// One row that a statement answered with, copied out of SQLite. Columns count from 0.
package struct Row: Sendable {
    private let values: [SQLValue]

    init(_ statement: SQLStatement) {
        values = (0..<statement.columnCount).map(statement.value)
    }

    /// The column, converted where it holds another type; 0 or empty for NULL.
    package subscript<Value: SQLConvertible>(_ column: Int) -> Value { Value(sqlValue: values[column]) }

    /// The column, converted where it holds another type; nil for NULL.
    package subscript<Value: SQLConvertible>(_ column: Int) -> Value? {
        values[column] == .null ? nil : Value(sqlValue: values[column])
    }

    /// All rows that the statement answers with, one after the other.
    package static func fetchCursor(
        _ database: Database, sql: String, arguments: SQLArguments = []
    ) throws(DatabaseError) -> RowCursor {
        let statement = try SQLStatement(database, sql)
        try statement.bind(arguments)
        return RowCursor(statement)
    }

    /// All rows that the statement answers with.
    package static func fetchAll(
        _ database: Database, sql: String, arguments: SQLArguments = []
    ) throws(DatabaseError) -> [Row] {
        let cursor = try fetchCursor(database, sql: sql, arguments: arguments)
        var rows: [Row] = []
        while let row = try cursor.next() { rows.append(row) }
        return rows
    }

    /// The first row; nil where there is none.
    package static func fetchOne(
        _ database: Database, sql: String, arguments: SQLArguments = []
    ) throws(DatabaseError) -> Row? {
        try fetchCursor(database, sql: sql, arguments: arguments).next()
    }
}

/// The rows of one statement, read as they are asked for.
package final class RowCursor {
    private var statement: SQLStatement?

    init(_ statement: SQLStatement) { self.statement = statement }

    /// The next row; nil at the end, and from then on.
    package func next() throws(DatabaseError) -> Row? {
        guard let statement else { return nil }
        if try statement.step() { return Row(statement) }
        self.statement = nil
        return nil
    }
}
