import CatalogueImport
import EmotunesControl

/// The result of an import, or of a look at what one would read, for people: a screen for a file.
struct ImportText {
    let report: ImportReport
    let style: Style

    var lines: [String] {
        let files = report.files.flatMap(lines)
        guard let tracks = report.tracks else { return files + ["Nothing was imported."] }
        return files + ["The catalogue now holds \(grouped(tracks)) tracks."]
    }

    private func lines(_ file: ImportedFile) -> [String] {
        var lines = ["\(style.bold(file.path.withoutControlCharacters)): \(file.format)"]
        lines += TableReadingText(reading: file.reading, style: style).lines.map { "  " + $0 }
        if let added = file.added, let merged = file.merged {
            lines.append(
                "  \(grouped(file.rows)) rows read: \(grouped(added)) added, \(grouped(merged)) merged, "
                    + "\(grouped(file.skipped)) skipped")
        } else {
            lines.append(
                "  \(grouped(file.rows)) rows read: \(grouped(file.rows - file.skipped)) would be taken, "
                    + "\(grouped(file.skipped)) skipped")
        }
        for trouble in file.troubles {
            let what = trouble.isSkipped ? style.attention("skipped") : "taken without the value"
            let more = trouble.rows > trouble.lines.count ? ", …" : ""
            lines.append(
                "  \(grouped(trouble.rows)) \(what): \(trouble.reason.withoutControlCharacters) "
                    + "(line \(trouble.lines.map(String.init).joined(separator: ", "))\(more))")
        }
        return lines
    }
}

/// What a table was taken for, in a few lines.
struct TableReadingText {
    let reading: TableReading
    let style: Style

    private static let width = 100
    /// Names are cut to this, and so many words that are not known are named.
    private static let nameWidth = 32
    private static let wordsNamed = 8

    var lines: [String] {
        var lines = [howItIsWritten]
        let read = reading.columns.filter { $0.takenFor != nil }
        lines += Self.wrapped("read", read.filter { $0.scale == nil }.map(Self.taken))
        // Columns of one scale stand together.
        var scales: [String] = []
        for column in read {
            if let scale = column.scale, !scales.contains(scale) { scales.append(scale) }
        }
        for scale in scales { lines += Self.wrapped(scale, read.filter { $0.scale == scale }.map(Self.taken)) }
        let unread = reading.columns.filter { $0.takenFor == nil }
        lines += Self.wrapped(
            "not read",
            unread.map { column in
                Self.shown(column.name) + (column.whyNot.map { " (\($0.withoutControlCharacters))" } ?? "")
            })
        if reading.explicitUnknown > 0 {
            let songs =
                reading.explicitUnknown == 1
                ? "1 song, which counts" : "\(grouped(reading.explicitUnknown)) songs, which count"
            lines.append("explicit: not said of \(songs) as not explicit")
        }
        let words = reading.unknownMoods
        if !words.isEmpty {
            let named = words.prefix(Self.wordsNamed).map { word in
                "\"\(Self.cut(word.text))\"" + (word.rows > 1 ? " \(grouped(word.rows)) times" : "")
            }
            let more = words.count > named.count ? ["\(grouped(words.count - named.count)) more"] : []
            lines += Self.wrapped(style.attention("moods not known"), named + more)
        }
        return lines
    }

    private var howItIsWritten: String {
        var parts = [reading.encoding, "\(reading.separator)s between cells"]
        if let other = reading.otherEncoding {
            parts[0] += " (or \(other): look at the names, and save the file as UTF-8 if they are wrong)"
        }
        if reading.decimalComma { parts.append("decimal commas") }
        if reading.headerLine > 1 { parts.append("header in line \(reading.headerLine)") }
        if !reading.isWhole { parts.append("scales told from its beginning alone, because a pipe is read once") }
        return parts.joined(separator: ", ")
    }

    /// `title from "track_name", 3 not understood`.
    private static func taken(_ column: ColumnReading) -> String {
        let what = column.takenFor ?? ""
        var text = column.name.lowercased() == what ? what : "\(what) from \"\(shown(column.name))\""
        if column.notUnderstood > 0 { text += ", \(grouped(column.notUnderstood)) not understood" }
        return text
    }

    private static func shown(_ name: String) -> String { name.isEmpty ? "(no name)" : cut(name) }

    private static func cut(_ text: String) -> String { Columns.cut(text.withoutControlCharacters, nameWidth) }

    /// `head: item; item; …` over as few lines as may be; nothing for no items.
    private static func wrapped(_ head: String, _ items: [String]) -> [String] {
        guard let first = items.first else { return [] }
        var lines = ["\(head): \(first)"]
        for item in items.dropFirst() {
            let last = lines[lines.count - 1]
            if Columns.width(last) + Columns.width(item) + 2 > width {
                lines[lines.count - 1] += ";"
                lines.append("    " + item)
            } else {
                lines[lines.count - 1] += "; " + item
            }
        }
        // A table of hundreds of columns is not written out.
        let most = 6
        return lines.count > most ? lines.prefix(most - 1) + ["    … and \(lines.count - most + 1) lines more"] : lines
    }
}
