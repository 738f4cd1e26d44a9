import Songs
import Testing

@testable import MusicLibrary

@Suite struct PathNameTests {
    /// A path and what a person reads in it.
    struct Example: Sendable, CustomTestStringConvertible {
        let path: String
        let artist: String
        let title: String
        var album: String?
        var year: Int?
        var testDescription: String { path }

        init(_ path: String, _ artist: String, _ title: String, _ album: String? = nil, _ year: Int? = nil) {
            (self.path, self.artist, self.title, self.album, self.year) = (path, artist, title, album, year)
        }
    }

    @Test(arguments: [
        Example("Nina Simone - Feeling Good.mp3", "Nina Simone", "Feeling Good"),
        Example("Nina Simone – Feeling Good.flac", "Nina Simone", "Feeling Good"),
        Example("Nina_Simone_-_Feeling_Good.ogg", "Nina Simone", "Feeling Good"),
        Example("Nina Simone/Feeling Good.ogg", "Nina Simone", "Feeling Good"),
        Example("Nena - 99 Luftballons.mp3", "Nena", "99 Luftballons"),
        Example("50 Cent - In da Club.mp3", "50 Cent", "In da Club"),
        Example("2Pac - Changes.mp3", "2Pac", "Changes"),
        Example("07 Nina Simone - Feeling Good.mp3", "Nina Simone", "Feeling Good"),
        Example("07. Nina Simone - Feeling Good.mp3", "Nina Simone", "Feeling Good"),
        Example("07 - Nina Simone - Feeling Good.mp3", "Nina Simone", "Feeling Good"),
        Example("Nina Simone - 07 - Feeling Good.mp3", "Nina Simone", "Feeling Good"),
        Example("Nina Simone - 12 - Feeling Good.mp3", "Nina Simone", "Feeling Good"),
        Example("Pink Floyd/Animals/03 Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd/Animals/03 - Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd/Animals/03. Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd/Animals/03_Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd/1977 - Animals/03 Pigs.flac", "Pink Floyd", "Pigs", "Animals", 1977),
        Example("Pink Floyd/Animals (1977)/03 Pigs.flac", "Pink Floyd", "Pigs", "Animals", 1977),
        Example("Pink Floyd/(1977) Animals [FLAC]/03 Pigs.flac", "Pink Floyd", "Pigs", "Animals", 1977),
        Example("Pink Floyd/The Wall/CD1/03 Mother.flac", "Pink Floyd", "Mother", "The Wall"),
        Example("Pink Floyd/The Wall/Disc 2/1-03 Mother.flac", "Pink Floyd", "Mother", "The Wall"),
        Example("Pink Floyd/The Wall/CD 2 - Live/103 Mother.flac", "Pink Floyd", "Mother", "The Wall"),
        Example("Rock/Pink Floyd - Animals/03 Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd - Animals/03 Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd - 1977 - Animals/03 Pigs.flac", "Pink Floyd", "Pigs", "Animals", 1977),
        Example("Pink Floyd/Animals/03 Pink Floyd - Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd/Animals/Pink Floyd - Animals - 03 Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd - Animals - 03 Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd - Animals - 12 Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd - Animals - 03 - Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd – Animals – 03 Pigs.flac", "Pink Floyd", "Pigs", "Animals"),
        Example("Pink Floyd - 1977 - Animals - 03 - Pigs.flac", "Pink Floyd", "Pigs", "Animals", 1977),
        Example("Prince/1999/02 Little Red Corvette.mp3", "Prince", "Little Red Corvette", "1999"),
        Example("Various Artists/Hits/04 Nina Simone - Feeling Good.mp3", "Nina Simone", "Feeling Good"),
        Example("Queen/Live/04 Radio Ga Ga - Live.mp3", "Queen", "Radio Ga Ga - Live", "Live"),
        Example("Beatles, The/Help!/01 Help!.mp3", "The Beatles", "Help!", "Help!"),
        Example("AC-DC/Back in Black/06 Back in Black.mp3", "AC-DC", "Back in Black", "Back in Black"),
        Example("Jay-Z - 99 Problems.mp3", "Jay-Z", "99 Problems"),
        Example("Sigur Rós/( )/01 Vaka.mp3", "Sigur Rós", "Vaka", "( )"),
        Example("Feeling Good [dQw4w9WgXcQ].mp3", "", ""),
        Example("Nina Simone - Feeling Good [dQw4w9WgXcQ].mp3", "Nina Simone", "Feeling Good"),
        Example("Music/Unknown Artist/Unknown Album/01 Track 1.mp3", "", ""),
        Example("track01.mp3", "", ""),
        Example("Downloads/song.mp3", "", ""),
    ]) func isReadAsAPersonReadsIt(example: Example) throws {
        let first = PathName.readings(of: example.path).first
        if example.artist.isEmpty {
            #expect(first == nil)
        } else {
            #expect(
                first
                    == PathName(
                        artist: example.artist, title: example.title, album: example.album, year: example.year))
        }
    }

    /// A number is a track's among others, and a title's by itself.
    @Test func numberIsReadByItsNeighbours() {
        let path = "Nena/Nena/99 Luftballons.mp3"
        #expect(PathName.readings(of: path, numbering: .plain).map(\.title) == ["99 Luftballons"])
        #expect(PathName.readings(of: path, numbering: .numbered).map(\.title) == ["Luftballons"])
        #expect(PathName.readings(of: path).map(\.title) == ["99 Luftballons", "Luftballons"])
        #expect(TrackNumbering(["01 A.mp3", "02 B.mp3", "03 C.mp3"]) == .numbered)
        #expect(TrackNumbering(["99 Luftballons.mp3", "Kino.mp3", "Satellitenstadt.mp3", "Tanz.mp3"]) == .plain)
        #expect(TrackNumbering(["99 Luftballons.mp3"]) == .unknown)
    }

    @Test(arguments: [
        ("A feat. B", "T", "A", "T"), ("A ft. B", "T", "A", "T"), ("A", "T (feat. B)", "A", "T"),
        ("A & B", "T", "A", "T"), ("A, B & C", "T", "A", "T"), ("A", "T (Remastered 2009)", "A", "T"),
        ("A", "T - 2011 Remaster", "A", "T"), ("A", "T (Official Video)", "A", "T"), ("A x B", "T", "A", "T"),
        ("Beyonce\u{301}", "Halo", "Beyonc\u{E9}", "Halo"),
    ]) func catalogueIsAskedForSpellings(artist: String, title: String, known: String, knownTitle: String) {
        let keys = SongKeys.keys(artists: ArtistCredit.artists(artist), title: title)
        #expect(keys.contains(NameKey.hash(NameKey.track(title: knownTitle, artist: known))))
    }

    @Test func otherRecordingIsAnotherSong() {
        for title in ["T (Live)", "T (Remix)", "T - Live in Paris", "T (Acoustic)", "T, Pt. 2"] {
            #expect(!SongKeys.keys(artists: ["A"], title: title).contains(NameKey.hash("a|t")))
        }
    }
}
