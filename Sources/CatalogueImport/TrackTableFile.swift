import Glibc
import Storage
import Tables

/// An opened file of tracks: its encoding, header and columns are known, and it is positioned at the first row.
final class TrackTableFile {
    /// The path as given.
    let path: String
    /// The absolute path without links, by which the catalogue knows the file.
    let resolvedPath: String
    /// In bytes; 0 for a pipe.
    let size: Int
    /// Size and modification time.
    let fingerprint: String
    /// The name of its table format, for people.
    let formatName: String
    let parser: RowParser
    /// What it was taken for.
    let reading: TableReading
    private let bytes: TableBytes
    private var reader: CSVReader

    var bytesRead: Int { bytes.bytesRead }

    /// - Parameter opened: its bytes, of which some may have been looked at; nil for opening it.
    /// - Throws: `StorageError` if it cannot be read, `ImportError` if it is no track table.
    init(opening path: String, opened: TableBytes? = nil) throws {
        var status = stat()
        guard stat(path, &status) == 0 else { throw StorageError(errno: errno, path: path, doing: "read") }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw ImportError(.notAFile, path, "is a folder; name the CSV files in it")
        case S_IFREG, S_IFIFO: break
        default: throw ImportError(.notAFile, path, "is no file")
        }
        self.path = path
        size = Int(status.st_size)
        fingerprint = "\(status.st_size)-\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        resolvedPath = Self.resolved(path)
        bytes = try opened ?? TableBytes(path: path, isRereadable: status.st_mode & S_IFMT == S_IFREG)
        let look = try TableLook(at: bytes, path: path)
        let plan = ColumnPlan(look.header, look.columns, look.dialect)
        parser = RowParser(plan)
        formatName = TrackTableFormat.name(look.header.names)
        reading = look.reading(plan)
        reader = try look.reader(bytes)
        reader.expectedFields = look.header.names.count
        var record = CSVRecord()
        for _ in 0..<look.header.records { _ = try reader.read(into: &record) }
    }

    /// The next row, nil at the end.
    func read(into record: inout CSVRecord) throws -> CSVReader.Step? {
        try reader.read(into: &record)
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
