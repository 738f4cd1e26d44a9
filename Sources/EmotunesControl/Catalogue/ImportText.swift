import CatalogueImport

/// The result of an import, for people.
struct ImportText {
    let report: ImportReport
    let style: Style

    var lines: [String] {
        report.files.flatMap(lines) + ["The catalogue now holds \(grouped(report.tracks)) tracks."]
    }

    private func lines(_ file: ImportedFile) -> [String] {
        var lines = [
            "\(style.bold(file.path.withoutControlCharacters)): \(file.format)",
            "  \(grouped(file.rows)) rows read: \(grouped(file.added)) added, \(grouped(file.merged)) merged, "
                + "\(grouped(file.skipped)) skipped",
        ]
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
