import Foundation
import Platform
import Songs
import TestSupport
import Testing

@testable import MusicLibrary

@Suite struct SongTagsTests {
    @Test func tagsOfAnMP3AreRead() throws {
        let file = MadeFiles.mp3([
            "artist": "Nina Simone", "title": "Feeling Good", "album": "I Put a Spell on You", "genre": "Jazz",
            "date": "1965-06-01", "mood": "happy", "bpm": "160", "isrc": "USRC16503787", "key": "Gm",
        ])
        let tags = try SongTags.reading(file, name: "a.mp3").get()
        #expect(tags.artists == ["Nina Simone"] && tags.title == "Feeling Good" && tags.album == "I Put a Spell on You")
        #expect(tags.genres == ["Jazz"] && tags.year == 1965 && tags.moods == ["happy"] && tags.tempo == 160)
        #expect(tags.isrc == "USRC16503787" && tags.key == "Gm")
        #expect((900...1200).contains(tags.milliseconds))
    }

    @Test func severalArtistsAndTheYearOfTheFirstRelease() throws {
        let file = MadeFiles.flac([
            ("ARTIST", "A & B"), ("ARTISTS", "A"), ("ARTISTS", "B"), ("TITLE", "T"), ("DATE", "2011"),
            ("ORIGINALDATE", "1971-01-02"), ("MUSICBRAINZ_TRACKID", "f0e8"), ("GENRE", "Soul"), ("GENRE", "Funk"),
            ("ALBUMARTIST", "Various Artists"),
        ])
        let tags = try SongTags.reading(file, name: "a.flac").get()
        #expect(tags.artists == ["A", "B"] && tags.year == 1971 && tags.recordingID == "f0e8")
        #expect(tags.genres == ["Soul", "Funk"] && tags.milliseconds == 1000)
        #expect(tags.albumArtists == ["Various Artists"])
    }

    /// A file is what it begins with, whatever its name says.
    @Test func wrongEndingDoesNotMatter() throws {
        let file = MadeFiles.flac([("ARTIST", "A"), ("TITLE", "T")])
        #expect(try SongTags.reading(file, name: "a.mp3").get().title == "T")
    }

    @Test func controlCharactersAreNoPartOfANameOfOurs() throws {
        let file = MadeFiles.flac([("ARTIST", " A\u{1F}B\u{1B}[2J\n"), ("TITLE", "T\u{0}U"), ("MOOD", " \n")])
        let tags = try SongTags.reading(file, name: "a.flac").get()
        #expect(tags.artists == ["A B [2J"] && tags.moods.isEmpty)
        #expect(tags.title?.unicodeScalars.contains("\0") != true)
    }

    @Test func whatIsNoSoundFileIsRefused() {
        #expect(SongTags.reading(Array(repeating: 7, count: 5000), name: "a.flac") == .failure(.damaged))
        #expect(SongTags.reading([], name: "a.ogg") == .failure(.damaged))
        let cut = Array(MadeFiles.flac([("ARTIST", "A")]).prefix(9))
        #expect(SongTags.reading(cut, name: "a.flac") == .failure(.damaged))
    }

    @Test func fileThatIsAbsentEmptyOrAPipeIsRefused() throws {
        try withTemporaryFolder { folder in
            #expect(SongTags.reading(folder + "/none.mp3") == .failure(.unreadable(Errno(ENOENT))))
            try MadeFiles.write([], to: folder + "/empty.mp3")
            #expect(SongTags.reading(folder + "/empty.mp3") == .failure(.empty))
            #expect(mkfifo(folder + "/pipe.mp3", 0o600) == 0)
            #expect(SongTags.reading(folder + "/pipe.mp3") == .failure(.damaged))
        }
    }

    /// A length in a tag is a claim.
    @Test func claimedLengthTakesNoMemory() throws {
        var file = MadeFiles.flac([("ARTIST", "A"), ("TITLE", "T")])
        // The comment's length, behind the vendor and the count.
        let place = try #require(file.firstRange(of: Array("ARTIST=A".utf8))).lowerBound - 4
        file.replaceSubrange(place..<(place + 4), with: [0xFF, 0xFF, 0xFF, 0x7F])
        let tags = try? SongTags.reading(file, name: "a.flac").get()
        #expect(tags?.artists.isEmpty ?? true)
    }
}

@Suite struct RatingTests {
    /// An MP3 with a POPM frame.
    private func mp3(rating: UInt8, plays: UInt8) -> [UInt8] {
        let content = Array("x\u{0}".utf8) + [rating, 0, 0, 0, plays]
        let frame = Array("POPM".utf8) + [0, 0, 0, UInt8(content.count), 0, 0] + content
        return Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, UInt8(frame.count)] + frame + MadeFiles.mp3()
    }

    @Test func popularimeterIsRead() throws {
        let tags = try SongTags.reading(mp3(rating: 255, plays: 7), name: "a.mp3").get()
        #expect(tags.rating == 1 && tags.plays == 7)
        let none = try SongTags.reading(mp3(rating: 0, plays: 0), name: "a.mp3").get()
        #expect(none.rating == nil && none.plays == nil)
    }

    @Test(arguments: [
        ("FMPS_RATING", "0.8", 0.8), ("RATING", "80", 0.8), ("RATING", "4", 0.8), ("RATING", "1", 0.2),
        ("FMPS_RATING", "1.0", 1),
    ])
    func ratingsOfTagsAreOfZeroToOne(key: String, text: String, rating: Double) throws {
        let tags = try SongTags.reading(MadeFiles.flac([(key, text), ("FMPS_PLAYCOUNT", "12.0")]), name: "a.flac").get()
        #expect(tags.rating == rating && tags.plays == 12)
    }

    @Test(arguments: ["many", "-1", "0", "1000", "nan"])
    func whatIsNoRatingIsNone(text: String) throws {
        #expect(try SongTags.reading(MadeFiles.flac([("RATING", text)]), name: "a.flac").get().rating == nil)
    }
}
