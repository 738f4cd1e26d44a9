import Songs
import Testing

@testable import MusicLibrary

/// Four hundred made-up paths of all the kinds that names come in, put together from names that are hard in their own way.
@Suite struct MadeUpPathsTests {
    private static let artists = [
        "Nina Simone", "Sigur Rós", "50 Cent", "AC/DC".replacing("/", with: "-"), "Simon & Garfunkel",
        "Earth, Wind & Fire", "The Beatles", "2Pac", "Mötley Crüe", "Björk", "坂本龍一", "Кино", "!!!", "M83",
        "Florence + the Machine", "4 Non Blondes", "Jay-Z", "Einstürzende Neubauten", "P!nk", "Guns N' Roses",
    ]
    private static let titles = [
        "Feeling Good", "Svefn-g-englar", "99 Problems", "7 Rings", "1979", "What's Up?", "Ágætis byrjun",
        "戦場のメリークリスマス", "Группа крови", "Me & Julio", "Stop! In the Name of Love", "2 + 2 = 5", "Bohemian Rhapsody",
        "Don't Stop 'til You Get Enough", "Smoke on the Water", "Für Elise", "Midnight City", "50 Ways", "St. Anger",
        "Yesterday",
    ]
    private static let albums = [
        "First Light", "1999", "Live at the Hall", "Greatest Hits, Vol. 2", "Über den Wolken", "OK", "The 2nd Law",
        "Ágætis", "Night & Day", "Songs for Later",
    ]

    struct Path: Sendable, CustomTestStringConvertible {
        let path: String
        let artist: String
        let title: String
        var testDescription: String { path }
    }

    /// Each kind of path with each artist; titles and albums go round.
    static let paths: [Path] = {
        let kinds: [(String, String, String, Int) -> String] = [
            { artist, title, _, _ in "\(artist) - \(title).mp3" },
            { artist, title, _, _ in "\(artist) – \(title).mp3" },
            { artist, title, album, number in "\(artist)/\(album)/\(two(number)) \(title).flac" },
            { artist, title, album, number in "\(artist)/\(album)/\(two(number)) - \(title).ogg" },
            { artist, title, album, number in "\(artist)/\(album)/\(two(number)). \(title).opus" },
            { artist, title, album, number in "\(artist) - \(album) - \(two(number)) \(title).m4a" },
            { artist, title, album, number in "\(artist) – \(album) – \(two(number)) \(title).m4a" },
            { artist, title, album, number in "\(artist) - \(album) - \(two(number)) - \(title).m4a" },
            { artist, title, _, number in "\(artist) - \(two(number)) - \(title).wav" },
            { artist, title, _, number in "\(artist) – \(two(number)) – \(title).wav" },
            { artist, title, album, number in "\(artist)/\(album)/CD1/\(two(number)) \(title).wma" },
            { artist, title, album, number in "\(artist)/\(album)/Disc 2/\(two(number)) - \(title).ape" },
            { artist, title, album, number in "\(artist)/\(album) (2004)/CD 2/2-\(two(number)) \(title).wv" },
            { artist, title, album, number in "\(artist)/2004 - \(album)/\(two(number)) \(title).aiff" },
            { artist, title, album, number in "Music/\(artist)/\(album)/\(two(number)) \(title).mp3" },
            { artist, title, album, number in "\(artist)/\(album)/\(two(number)) \(artist) - \(title).mp3" },
            { artist, title, _, _ in "\(artist) feat. Somebody Else - \(title).mp3" },
            { artist, title, _, _ in "\(artist) - \(title) (feat. Somebody Else).mp3" },
            { artist, title, album, number in decomposed("\(artist)/\(album)/\(two(number)) \(title).flac") },
            { artist, title, _, number in "Various Artists/Hits/\(two(number)) \(artist) - \(title).mp3" },
        ]
        var paths: [Path] = []
        for (number, artist) in artists.enumerated() {
            for (place, kind) in kinds.enumerated() {
                let title = titles[(7 * number + 3 * place) % titles.count]
                let album = albums[(number + place) % albums.count]
                paths.append(
                    Path(path: kind(artist, title, album, (number + place) % 19 + 1), artist: artist, title: title))
            }
        }
        return paths
    }()

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    /// As Apple's file systems keep names: letters and their marks apart.
    private static func decomposed(_ text: String) -> String {
        let marks: [Character: String] = [
            "ó": "o\u{301}", "ö": "o\u{308}", "ü": "u\u{308}", "Ü": "U\u{308}", "Á": "A\u{301}", "æ": "æ",
        ]
        return text.map { marks[$0] ?? String($0) }.joined()
    }

    @Test func nearlyAllAreFoundAndNoneIsWrong() {
        var found = 0
        for path in Self.paths {
            guard let reading = PathName.readings(of: path.path).first else {
                Issue.record("not found: \(path.path)")
                continue
            }
            let keys = SongKeys.keys(artists: ArtistCredit.artists(reading.artist), title: reading.title)
            let isRight = keys.contains(NameKey.hash(NameKey.track(title: path.title, artist: path.artist)))
            #expect(isRight, "\(path.path) was read as \(reading.artist) | \(reading.title)")
            if isRight { found += 1 }
        }
        #expect(Self.paths.count == 400)
        #expect(found >= 392)
    }
}
