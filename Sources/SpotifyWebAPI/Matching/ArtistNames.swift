/// Who a recording is by, in the many ways that lists write it.
struct ArtistNames: Sendable {
    private let whole: [NameForms]
    /// For each name, those it may be made of: "Queen & David Bowie".
    private let parts: [[NameForms]]
    private let surnames: [(surname: String, initials: [Character])?]
    /// Of each name, whether what follows its first part are guests only.
    private let hasGuests: [Bool]

    init(_ names: [String]) {
        let names = names.prefix(20).map { String($0.prefix(NameForms.longest)) }
        whole = names.map { NameForms(Self.withoutArticle($0)) }
        parts = names.map { name in Self.split(name).map { NameForms(Self.withoutArticle($0)) } }
        surnames = names.map(Self.surname)
        hasGuests = names.map(Self.hasGuests)
    }

    /// Every name, and every part of one.
    var all: [NameForms] { whole + parts.flatMap { $0.count > 1 ? $0 : [] } }

    /// Whether what was `found` is by the first of these.
    func isBySame(as found: ArtistNames) -> Bool {
        guard let name = whole.first else { return false }
        if found.whole.contains(where: { $0.matches(name) }) { return true }
        if let composer = surnames[0], found.surnames.contains(where: { Self.isSame($0, composer) }) { return true }
        let made = parts[0]
        if made.count > 1 {
            // All of them are there, or the first with guests left out.
            if made.allSatisfy({ part in found.all.contains { $0.matches(part) } }) { return true }
            if hasGuests[0], let first = found.whole.first, first.matches(made[0]) { return true }
        }
        // One string that names several, of whom the others are named here too, or are guests.
        for (index, theirs) in found.parts.enumerated() where theirs.count > 1 && theirs[0].matches(name) {
            if found.hasGuests[index] { return true }
            if theirs.dropFirst().allSatisfy({ part in whole.contains { $0.matches(part) } }) { return true }
        }
        return false
    }

    /// "The Beatles", "Beatles, The" and "Beatles" are the same.
    private static func withoutArticle(_ name: String) -> String {
        let text = name.lowercased()
        if text.hasPrefix("the "), text.count > 4 { return String(name.dropFirst(4)) }
        if text.hasSuffix(", the"), text.count > 5 { return String(name.dropLast(5)) }
        return name
    }

    private static let joints: Set<String> = ["and", "und", "et", "y", "e", "con", "&", "+"]
    private static let guestJoints: Set<String> = ["feat", "feat.", "ft", "ft.", "featuring", "vs", "vs.", "x", "with"]

    private static func hasGuests(_ name: String) -> Bool {
        name.split(separator: " ").dropFirst().dropLast().contains { guestJoints.contains($0.lowercased()) }
    }

    /// The names that one string may hold.
    private static func split(_ name: String) -> [String] {
        var parts: [[Substring]] = [[]]
        for word in name.split(separator: " ") {
            let folded = word.lowercased()
            if joints.contains(folded) || guestJoints.contains(folded) || ["/", ";", ","].contains(folded) {
                parts.append([])
            } else if folded.hasSuffix(",") || folded.hasSuffix(";") {
                parts[parts.count - 1].append(word.dropLast())
                parts.append([])
            } else {
                parts[parts.count - 1].append(word)
            }
        }
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
    }

    // MARK: Composers

    /// The surname of a composer who is known by it, and the initials in front.
    static func surname(_ name: String) -> (surname: String, initials: [Character])? {
        guard name.utf8.count <= 80 else { return nil }
        let latin = Script.isForeign(name) ? Script.phonetic(name) : name
        let words = Words.split(latin).map(\.plain)
        guard let last = words.last, let surname = composers[last], words.count <= 5 else { return nil }
        let fronts = words.dropLast().filter { !["van", "von", "de", "la"].contains($0) }
        return (surname, fronts.compactMap(\.first))
    }

    private static func isSame(
        _ one: (surname: String, initials: [Character])?, _ other: (surname: String, initials: [Character])
    ) -> Bool {
        guard let one, one.surname == other.surname else { return false }
        // "J. S. Bach" and "C. P. E. Bach" are two; a surname alone is the one everybody knows.
        guard let first = one.initials.first, let second = other.initials.first else {
            return [one.initials, other.initials].allSatisfy { initials in
                guard let first = initials.first, let known = givenNames[one.surname] else { return true }
                return known.contains(first)
            }
        }
        return first == second || [first, second].allSatisfy { givenNames[one.surname]?.contains($0) == true }
    }

    /// First letters of the given name where others share the surname, in its spellings.
    private static let givenNames: [String: Set<Character>] = [
        "bach": ["j"], "strauss": ["j", "r"], "mozart": ["w"], "haydn": ["j", "f"], "tchaikovsky": ["p"],
    ]

    /// By the folded surname, in its spellings.
    private static let composers: [String: String] = {
        var table: [String: String] = [:]
        for group in groups.split(separator: " ") {
            let spellings = group.split(separator: "=").map(String.init)
            for spelling in spellings { table[spelling] = spellings[0] }
        }
        return table
    }()

    private static let groups = """
        bach beethoven mozart haydn handel=haendel vivaldi scarlatti telemann purcell monteverdi corelli albinoni \
        pachelbel gluck schubert schumann mendelssohn=bartholdy chopin=szopen liszt brahms bruckner mahler wagner \
        verdi puccini rossini donizetti bellini bizet gounod massenet berlioz debussy ravel satie faure franck \
        saens poulenc messiaen boulez tchaikovsky=tschaikowsky=tschaikowski=chaikovsky=chaykovskiy=chaikovskii=\
        chaykovsky=tchaikovski=chaykovskij mussorgsky=moussorgsky=musorgskiy=mussorgski rimsky=korsakov borodin \
        rachmaninoff=rachmaninov=rakhmaninov=rachmaninow scriabin=skryabin=skriabin prokofiev=prokofieff=prokofyev \
        shostakovich=schostakowitsch=shostakovitch=chostakovitch stravinsky=strawinsky=stravinskiy dvorak smetana \
        janacek martinu grieg sibelius nielsen elgar holst britten williams bartok kodaly ligeti strauss bruch \
        paganini sarasate albeniz granados falla rodrigo villa-lobos piazzolla gershwin copland barber bernstein ives \
        orff weill schonberg=schoenberg berg webern part glass reich offenbach czerny clementi couperin rameau lully \
        boccherini khachaturian=hachaturyan=khachaturyan
        """
}
