import FoundationEssentials
import Songs

/// A title taken apart: the song it names, and what kind of recording it says it is.
struct TitleForm: Sendable {
    /// The names the song goes by, decoration left out; usually one.
    let names: [NameForms]
    let marks: Set<VersionMark>
    /// What tells this recording of its kind from others: a place, a remixer.
    let details: Set<String>
    /// How much it says of the issue, which makes no other recording: remastered, mono, a film.
    let decorations: Int
    /// The song's name as it stands in the title, for a search.
    let plain: String

    /// - Parameter artists: everybody who may be named as a guest.
    init(_ title: String, artists: [NameForms]) {
        let title = String(title.prefix(NameForms.longest))
        var pieces = Self.pieces(title)
        // "Queen - Song": lists name the artist in front.
        if pieces.count > 1, pieces[0].kind == .base, pieces[1].kind == .tail,
            artists.contains(where: { $0.matches(NameForms(pieces[0].text)) }),
            case .name = Part(pieces[1].text, artists)
        {
            pieces.removeFirst()
            pieces[0].kind = .base
        }
        var (names, aliases): ([String], [String]) = ([], [])
        var (marks, details): (Set<VersionMark>, Set<String>) = ([], [])
        var decorations = 0
        for piece in pieces {
            let part: Part = piece.kind == .base ? .name : Part(piece.text, artists)
            switch part {
            case .name:
                let isAlias =
                    piece.kind != .base && !names.isEmpty
                    && Script.isForeign(piece.text) != Script.isForeign(names.joined())
                    && piece.text.contains(where: \.isLetter)
                if isAlias { aliases.append(piece.text) } else { names.append(piece.text) }
            case .neutral: decorations += 1
            case .guests: break
            case .version(let kinds, let rest):
                marks.formUnion(kinds)
                details.formUnion(rest)
            }
        }
        let whole = names.joined(separator: " ").trimmed()
        plain = whole.isEmpty ? title : whole
        var forms = [NameForms(Self.withoutComposer(plain, artists))]
        for alias in aliases { forms += [NameForms(alias), NameForms(plain + " " + alias)] }
        self.names = forms
        (self.marks, self.details, self.decorations) = (marks, details, decorations)
    }

    /// Whether both name the same song.
    func isSameSong(as other: TitleForm) -> Bool {
        names.contains { name in other.names.contains { name.matches($0) } }
    }

    /// Whether a recording that is `found` will do where this is wanted.
    func isSameRecording(as found: TitleForm) -> Bool {
        guard marks == found.marks else { return false }
        if details == found.details { return true }
        // Where no place is named, any concert will do; a place may be told more exactly.
        guard marks.contains(.live), !details.isEmpty || marks == [.live] else { return false }
        return details.isSubset(of: found.details) || (!found.details.isEmpty && found.details.isSubset(of: details))
    }

    // MARK: Parts

    /// What a part in brackets or behind a dash says.
    private enum Part {
        /// It belongs to the name.
        case name
        /// It says how the recording was issued.
        case neutral
        case guests
        case version(Set<VersionMark>, Set<String>)

        init(_ text: String, _ artists: [NameForms]) {
            let folded = NameKey.fold(text)
            let words = folded.split(separator: " ")
            if let first = words.first.map(String.init) {
                if ["feat", "ft", "featuring"].contains(first) {
                    self = .guests
                    return
                }
                if ["with", "con", "avec", "mit", "com", "w", "met", "med", "vs", "x", "and"].contains(first),
                    words.count > 1
                {
                    let name = NameForms(words.dropFirst().joined(separator: " "))
                    if artists.contains(where: { $0.matches(name) }) {
                        self = .guests
                        return
                    }
                }
            }
            if VersionMark.isNeutral(folded, raw: text) {
                self = .neutral
                return
            }
            let (marks, rest) = VersionMark.marks(in: folded)
            self = marks.isEmpty ? .name : .version(marks, rest)
        }
    }

    private struct Piece {
        enum Kind { case base, bracket, tail }
        var kind: Kind
        var text: String
    }

    private static let brackets: [Character: Character] = [
        "(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "【": "】", "〔": "〕", "〈": "〉", "《": "》",
    ]

    /// The title in the parts that brackets and dashes make of it.
    private static func pieces(_ title: String) -> [Piece] {
        var pieces: [Piece] = []
        var text = ""
        var kind = Piece.Kind.base
        var closing: [Character] = []
        func close(_ next: Piece.Kind) {
            let trimmed = text.trimmed()
            if !trimmed.isEmpty { pieces.append(Piece(kind: kind, text: trimmed)) }
            text = ""
            kind = next
        }
        let letters = Array(title)
        for (place, letter) in letters.enumerated() {
            if let end = brackets[letter], letters[place...].contains(end) {
                if closing.isEmpty { close(.bracket) } else { text.append(" ") }
                closing.append(end)
            } else if letter == closing.last {
                closing.removeLast()
                // What follows a bracket goes on with what was before it.
                if closing.isEmpty { close(pieces.contains { $0.kind == .tail } ? .tail : .base) }
            } else if closing.isEmpty, "-–—~|".contains(letter), place > 0, place + 1 < letters.count,
                letters[place - 1].isWhitespace, letters[place + 1].isWhitespace,
                pieces.contains(where: { $0.kind == .base }) || !text.allSatisfy(\.isWhitespace)
            {
                close(.tail)
            } else {
                text.append(letter)
            }
        }
        close(.base)
        return pieces.map(withoutGuests)
    }

    /// "Song feat. Somebody" and "Song Remastered 2011" without brackets.
    private static func withoutGuests(_ piece: Piece) -> Piece {
        var piece = piece
        guard piece.kind == .base else { return piece }
        let words = piece.text.split(separator: " ")
        let folded = words.map { $0.lowercased() }
        if let place = folded.firstIndex(where: { ["feat", "feat.", "ft", "ft.", "featuring"].contains($0) }),
            place > 0, place + 1 < words.count
        {
            piece.text = words[..<place].joined(separator: " ")
        } else if let place = folded.firstIndex(where: { $0 == "remaster" || $0 == "remastered" }), place > 0,
            folded[(place + 1)...].allSatisfy({ $0.count == 4 && Int($0) != nil })
        {
            piece.text = words[..<place].joined(separator: " ")
        }
        return piece
    }

    /// "Beethoven: Symphony No. 5" without the composer.
    private static func withoutComposer(_ name: String, _ artists: [NameForms]) -> String {
        guard let colon = name.firstRange(of: ": "), colon.lowerBound > name.startIndex else { return name }
        let front = String(name[..<colon.lowerBound])
        let isComposer =
            artists.contains { $0.matches(NameForms(front)) } || ArtistNames.surname(front) != nil
        return isComposer ? String(name[colon.upperBound...]) : name
    }
}
