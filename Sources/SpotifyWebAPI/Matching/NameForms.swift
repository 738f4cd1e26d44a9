/// The spellings of one name that stand for the same: with accents or without, in this script or in Latin letters.
struct NameForms: Sendable {
    /// Canonical spellings; two names that share one are the same.
    let spellings: Set<String>
    private let name: String
    /// Whether any letter is not a Latin one.
    let isForeign: Bool

    /// Letters that are looked at; no song is told from another by what follows.
    static let longest = 250

    init(_ name: String) {
        let name = String(name.prefix(Self.longest))
        self.name = name
        isForeign = Script.isForeign(name)
        var spellings = Words.spellings(name)
        if isForeign {
            spellings.formUnion(Words.spellings(Script.latin(name)))
        }
        self.spellings = spellings
    }

    /// How it sounds, for a comparison between scripts.
    private var sound: Sound {
        isForeign
            ? Sound(Script.phonetic(name), isLoose: Script.isLoose(name))
            : Sound(Words.split(name).map(\.plain).joined(separator: " "), isLoose: false)
    }

    /// Whether both are the same name.
    func matches(_ other: NameForms) -> Bool {
        if !spellings.isDisjoint(with: other.spellings) { return true }
        // A number in a catalogue of works that only one of them names.
        if let bare = Words.withoutWorkNumber(name), !Words.spellings(bare).isDisjoint(with: other.spellings) {
            return true
        }
        if let bare = Words.withoutWorkNumber(other.name), !Words.spellings(bare).isDisjoint(with: spellings) {
            return true
        }
        // Only between scripts: within one, what sounds alike is another name.
        return isForeign != other.isForeign && sound.matches(other.sound)
    }
}

/// How a name sounds, coarsely: what differs between ways of writing one script in another is left out.
struct Sound: Sendable {
    private let consonants: String
    /// Without what is not written, or not spoken, everywhere.
    private let core: String
    private let whole: String
    /// The script leaves vowels out, or has others.
    private let isLoose: Bool

    init(_ latin: String, isLoose: Bool) {
        self.isLoose = isLoose
        var text = latin.lowercased()
        for (letters, sound) in Self.groups { text = text.replacing(letters, with: sound) }
        whole = String(Self.run(text) { Self.sounds[$0] })
        consonants = String(Self.run(whole) { "aio".contains($0) ? nil : $0 })
        core = String(Self.run(text) { $0 == "h" || "aeiou".contains($0) ? nil : Self.sounds[$0] })
    }

    func matches(_ other: Sound) -> Bool {
        if isLoose || other.isLoose, core == other.core, core.count >= 3 { return true }
        guard consonants == other.consonants else { return false }
        if whole == other.whole { return !whole.isEmpty }
        return consonants.count >= 2 && Self.distance(whole, other.whole) <= whole.count / 4
    }

    /// The sounds of a text, none twice in a row.
    private static func run(_ text: String, _ sound: (Character) -> Character?) -> [Character] {
        var sounds: [Character] = []
        for letter in text {
            guard let sound = sound(letter), sounds.last != sound else { continue }
            sounds.append(sound)
        }
        return sounds
    }

    /// The longer first.
    private static let groups: [(String, String)] = [
        ("shch", "s"), ("tsch", "s"), ("sch", "s"), ("tch", "k"), ("sh", "s"), ("zh", "s"), ("kh", "k"), ("ch", "k"),
        ("ph", "f"), ("th", "t"), ("ts", "s"), ("tz", "s"), ("dzh", "s"), ("dj", "s"), ("ks", "k"), ("ck", "k"),
        ("gh", "k"),
    ]

    private static let sounds: [Character: Character] = [
        "a": "a", "e": "i", "i": "i", "o": "o", "u": "o", "b": "p", "p": "p", "v": "p", "f": "p", "w": "p", "c": "k",
        "k": "k", "q": "k", "g": "k", "h": "k", "x": "k", "d": "t", "t": "t", "l": "r", "r": "r", "m": "m", "n": "n",
        "s": "s", "z": "s", "0": "0", "1": "1", "2": "2", "3": "3", "4": "4", "5": "5", "6": "6", "7": "7", "8": "8",
        "9": "9",
    ]

    /// Letters to change, add or take away.
    private static func distance(_ one: String, _ other: String) -> Int {
        let (left, right) = (Array(one), Array(other))
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var before = row[0]
            row[0] = index + 1
            for place in right.indices {
                let cost = before + (letter == right[place] ? 0 : 1)
                before = row[place + 1]
                row[place + 1] = min(cost, before + 1, row[place] + 1)
            }
        }
        return row[right.count]
    }
}
