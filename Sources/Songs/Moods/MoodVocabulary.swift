/// The words for moods of many languages and services, and the song moods they stand for.
///
/// One table for every place where a mood stands as a word: a column of a table, a tag of a music file. A word has a
/// share for each song mood, or none where it is known to say nothing of them ("acoustic", "background").
package struct MoodVocabulary: Sendable {
    /// All words there are.
    package static let shared = MoodVocabulary()

    /// What a word or phrase stands for: shares in the order of `SongMood.allCases`, all 0 where it says nothing.
    typealias Meaning = SIMD4<Double>

    /// Whole words and phrases, folded.
    private var words: [String: Meaning] = [:]
    /// Beginnings of words, folded.
    private var stems: [String: Meaning] = [:]
    private var longestStem = 0
    private let negations: Set<String>
    private let trailingNegations: Set<String>
    private let fillers: Set<String>
    private let turns: Set<String>
    /// The most words in a phrase.
    private static let longestPhrase = 4

    private init() {
        func folded(_ list: String) -> Set<String> {
            Set(list.split(whereSeparator: \.isWhitespace).map { NameKey.fold(String($0)) })
        }
        negations = folded(MoodWords.negations)
        trailingNegations = folded(MoodWords.trailingNegations)
        fillers = folded(MoodWords.fillers)
        turns = folded(MoodWords.turns)
        for list in MoodWords.all {
            for (code, text) in list { add(text, Self.meaning(code)) }
        }
    }

    private mutating func add(_ text: String, _ meaning: Meaning) {
        for entry in text.split(separator: ",") {
            let key = NameKey.fold(String(entry).replacing("*", with: ""))
            guard !key.isEmpty else { continue }
            if entry.last(where: { !$0.isWhitespace }) == "*" {
                stems[key] = meaning
                longestStem = max(longestStem, key.count)
            } else {
                words[key] = meaning
            }
        }
    }

    /// `h`, `s`, `e`, `c` are the song moods, the stronger one first; anything else says nothing.
    private static func meaning(_ code: String) -> Meaning {
        var meaning = Meaning.zero
        for (place, letter) in code.enumerated() {
            guard let mood = "hsec".firstIndex(of: letter) else { continue }
            meaning["hsec".distance(from: "hsec".startIndex, to: mood)] +=
                code.count == 1 ? 1 : place == 0 ? 0.65 : 0.35
        }
        return meaning
    }

    // MARK: Reading

    /// What a text says of a track's mood.
    package struct Reading: Hashable, Sendable {
        /// Nil where nothing in it is known to say anything.
        package var label: MoodLabel?
        /// The parts in which no word is known, as they were written.
        package var unknown: [String] = []
        /// How many parts have words that are known, those that say nothing included.
        package var known = 0

        package init() {}
    }

    /// Reads a text that has one mood or several, each with a weight if it likes: `Happy; not sad`,
    /// `chill (40), party (12)`, `['romantic']`, `mood/theme---happy`, `happy:0.8|calm:0.2`.
    package func read(_ text: String) -> Reading {
        var reading = Reading()
        var towards = Meaning.zero, away = Meaning.zero
        for item in MoodItem.items(of: text) {
            guard item.weight > 0 else {
                reading.known += 1
                continue
            }
            guard let found = meaning(of: NameKey.fold(item.text)) else {
                reading.unknown.append(item.text)
                continue
            }
            reading.known += 1
            towards += found.towards * item.weight
            away += found.away * item.weight
        }
        if towards.sum() > 0 {
            reading.label = MoodLabel(weights: towards - away)
        } else if away.max() > 0 {
            // "Not sad" leaves the other three.
            reading.label = MoodLabel(weights: Meaning(repeating: 1) - away / away.max())
        }
        return reading
    }

    /// What one word says; nil if it is not known, or says nothing.
    package func label(of word: String) -> MoodLabel? { read(word).label }

    /// The words of one part of a text; nil if none of them is known.
    private func meaning(of folded: String) -> (towards: Meaning, away: Meaning)? {
        let tokens = folded.split(separator: " ").prefix(64).map(String.init)
        var towards = Meaning.zero, away = Meaning.zero
        var isKnown = false, isNegated = false
        var last: Meaning?
        var place = 0
        while place < tokens.count {
            if let phrase = phrase(tokens, at: place) {
                place += phrase.length
                isKnown = true
                let isAway = isNegated != phrase.isNegated
                if isAway { away += phrase.meaning } else { towards += phrase.meaning }
                last = isAway ? nil : phrase.meaning
                continue
            }
            let token = tokens[place]
            if trailingNegations.contains(token), let said = last {
                towards -= said
                away += said
                last = nil
            } else if negations.contains(token) {
                isNegated.toggle()
            } else if turns.contains(token) {
                isNegated = false
            }
            place += 1
        }
        // "Songs" alone is no mood, and nothing to complain of.
        if !isKnown, !tokens.isEmpty, tokens.allSatisfy(fillers.contains) { isKnown = true }
        return isKnown ? (towards, away) : nil
    }

    /// The longest phrase that begins at `place`.
    private func phrase(_ tokens: [String], at place: Int) -> (meaning: Meaning, length: Int, isNegated: Bool)? {
        for length in stride(from: min(Self.longestPhrase, tokens.count - place), to: 0, by: -1) {
            let text = length == 1 ? tokens[place] : tokens[place..<(place + length)].joined(separator: " ")
            if let meaning = words[text] { return (meaning, length, false) }
        }
        let token = tokens[place]
        var stem = token.prefix(longestStem)
        while !stem.isEmpty {
            if let meaning = stems[String(stem)] {
                // Japanese says no at the word's own end.
                return (meaning, 1, token[stem.endIndex...].contains("ない"))
            }
            stem = stem.dropLast()
        }
        return nil
    }
}
