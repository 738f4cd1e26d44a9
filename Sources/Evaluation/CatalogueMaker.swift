import Curation
import FoundationEssentials
import Glibc

/// Writes catalogues of any size in the three published schemas, for measuring: names of made-up words with the uneven
/// frequencies of real ones, plausible sounds, well-formed ids. The same seed makes the same file.
struct CatalogueMaker {
    enum Schema: String, CaseIterable {
        case emotions278k, tracks160k, genres114k

        fileprivate var header: String {
            switch self {
            case .emotions278k:
                "Unnamed: 0.1,Unnamed: 0,duration (ms),danceability,energy,loudness,speechiness,acousticness,"
                    + "instrumentalness,liveness,valence,tempo,spec_rate,labels,uri"
            case .tracks160k:
                "valence,year,acousticness,artists,danceability,duration_ms,energy,explicit,id,instrumentalness,key,"
                    + "liveness,loudness,mode,name,popularity,release_date,speechiness,tempo"
            case .genres114k:
                ",track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key,"
                    + "loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,"
                    + "track_genre"
            }
        }
    }

    private var generator: SeededGenerator
    private let words: [String]
    private let artists: [String]
    private static let genres = """
        acoustic ambient blues classical club country dance disco edm folk funk hip-hop house indie jazz latin metal \
        opera piano pop punk r-n-b reggae rock romance sad sleep soul study techno
        """.split(separator: " ").map(String.init)

    init(rows: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let syllables = "ba be bo da di fa go ha ki la le lo ma mi mo na ne ra ri ro sa si ta te to va vi za".split(
            separator: " ")
        words = (0..<30_000).map { _ in
            (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                String(syllables[Int.random(in: 0..<syllables.count, using: &generator)])
            }.joined()
        }
        artists = (0..<max(50, rows / 12)).map { [words] _ in
            (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                Self.zipf(words, &generator).capitalizedFirst
            }.joined(separator: " ")
        }
        self.generator = generator
    }

    /// Writes `rows` rows to `path`.
    /// - Throws: `EvaluationError` if it cannot be written.
    mutating func write(_ schema: Schema, rows: Int, to path: String) throws(EvaluationError) {
        guard let file = fopen(path, "w") else { throw EvaluationError("\(path): cannot be written (errno \(errno))") }
        defer { fclose(file) }
        fputs(schema.header + "\n", file)
        for number in 0..<rows { fputs(row(schema, number) + "\n", file) }
        guard ferror(file) == 0 else { throw EvaluationError("\(path): cannot be written") }
    }

    /// Words by Zipf's law: the second half as often as the first.
    private static func zipf(_ words: [String], _ generator: inout SeededGenerator) -> String {
        let place = pow(Double(words.count), Double.random(in: 0..<1, using: &generator))
        return words[min(words.count - 1, Int(place) - 1)]
    }

    private mutating func unit() -> String { decimal(Double.random(in: 0...1, using: &generator), 4) }

    private mutating func integer(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func row(_ schema: Schema, _ number: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        let id = String((0..<22).map { _ in alphabet[integer(0...61)] })
        let title = (0..<integer(1...6)).map { _ in Self.zipf(words, &generator) }.joined(separator: " ")
            .capitalizedFirst
        let names = (0..<(integer(0...4) == 0 ? 2 : 1)).map { _ in artists[integer(0...artists.count - 1)] }
        let loudness = "-\(integer(2...30)).\(integer(100...999))"
        let tempo = "\(integer(50...200)).\(integer(100...999))"
        let milliseconds = integer(60_000...400_000)
        let units = (0..<7).map { _ in unit() }
        let year = integer(1925...2024), popularity = integer(0...100), key = integer(0...11), mode = integer(0...1)
        switch schema {
        case .emotions278k:
            return "\(number),\(number),\(milliseconds).0,\(units[0]),\(units[1]),\(loudness),\(units[2]),\(units[3]),"
                + "\(units[4]),\(units[5]),\(units[6]),\(tempo),0.0000012,\(integer(0...3)),spotify:track:\(id)"
        case .tracks160k:
            let list = names.map { "'\($0)'" }.joined(separator: ", ")
            return
                "\(units[0]),\(year),\(units[1]),\"[\(list)]\",\(units[2]),\(milliseconds),\(units[3]),\(mode),\(id),"
                + "\(units[4]),\(key),\(units[5]),\(loudness),\(mode),\(title),\(popularity),\(year)-01-01,\(units[6]),"
                + tempo
        case .genres114k:
            return "\(number),\(id),\(names.joined(separator: ";")),\(title) LP,\(title),\(popularity),\(milliseconds),"
                + "False,\(units[0]),\(units[1]),\(key),\(loudness),\(mode),\(units[2]),\(units[3]),\(units[4]),"
                + "\(units[5]),\(units[6]),\(tempo),4,\(Self.genres[integer(0...Self.genres.count - 1)])"
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
