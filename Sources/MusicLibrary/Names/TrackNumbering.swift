/// Whether the files of a folder have track numbers before their names: `99 Luftballons` among `01 …` and `02 …` is the
/// ninety-ninth track, and by itself a song.
package enum TrackNumbering: Sendable, Hashable {
    case numbered, plain, unknown

    /// Of the names of all music files of a folder.
    package init(_ names: [String]) {
        let numbers = names.map { NameText.leadingNumber(NameText.tidied(NameText.withoutEnding($0)))?.number }
        let known = numbers.compactMap(\.self)
        guard names.count > 1 else {
            self = .unknown
            return
        }
        if known.count * 3 >= names.count * 2, Set(known).count * 2 > known.count {
            self = .numbered
        } else if known.count * 4 <= names.count {
            self = .plain
        } else {
            self = .unknown
        }
    }
}
