import SpotifyWebAPI
import Testing

/// The right recording among wrong ones that come first, for each of 200 songs; and no wrong one, whatever is there.
@Suite struct SongTableTests {
    private struct Song {
        var wanted: TrackMatch
        var right: [SpotifyTrack] = []
        var wrong: [SpotifyTrack] = []
    }

    private static func track(_ line: Substring, _ id: Int) -> SpotifyTrack {
        let parts = line.split(separator: "~").map(String.init)
        return SpotifyTrack(
            id: "id\(id)", title: parts[0], artists: parts[1].split(separator: ";").map(String.init),
            durationMilliseconds: parts.count > 2 ? Int(parts[2]).map { $0 * 1000 } : nil)
    }

    private static func match(_ track: SpotifyTrack) -> TrackMatch {
        TrackMatch(
            title: track.title ?? "", artists: track.artists, durationMilliseconds: track.durationMilliseconds)
    }

    private static let plain: [Song] = {
        let lines = SongTable.plain.split(separator: "\n").flatMap { $0.split(separator: "|") }
        return lines.enumerated().map { number, line in
            let wanted = track(line, 0)
            let title = wanted.title ?? ""
            func decorated(_ decoration: String, _ id: Int) -> SpotifyTrack {
                SpotifyTrack(id: "id\(id)", title: title + decoration, artists: wanted.artists)
            }
            // A different few for every song: five by other words, one by somebody else.
            var wrong = (0..<5).map { decorated(SongTable.others[(number * 5 + $0) % SongTable.others.count], $0 + 1) }
            wrong.append(SpotifyTrack(id: "id6", title: title, artists: ["The \(wanted.artists[0]) Tribute Band"]))
            wrong.append(SpotifyTrack(id: "id7", title: title + "s", artists: wanted.artists))
            return Song(
                wanted: match(wanted), right: [decorated(SongTable.neutral[number % SongTable.neutral.count], 9)],
                wrong: wrong)
        }
    }()

    private static let special: [Song] = {
        var songs: [Song] = []
        for (number, line) in SongTable.special.split(separator: "\n").enumerated() {
            let text = line.drop { $0 == " " }
            switch text.first {
            case "+": songs[songs.count - 1].right.append(track(text.dropFirst(2), number))
            case "-": songs[songs.count - 1].wrong.append(track(text.dropFirst(2), number))
            default: songs.append(Song(wanted: match(track(text, number))))
            }
        }
        return songs
    }()

    @Test func theRightSongOfTwoHundred() {
        let songs = Self.plain + Self.special
        #expect(songs.count >= 200, "\(songs.count)")
        var (missed, wrong): ([String], [String]) = ([], [])
        for song in songs {
            let chosen = song.wanted.best(of: song.wrong + song.right)
            if let chosen, !song.right.contains(chosen) {
                wrong.append("\(song.wanted.title): \(chosen.title ?? "") by \(chosen.artists)")
            } else if chosen == nil, !song.right.isEmpty {
                missed.append("\(song.wanted.title): none of \(song.right.map { $0.title ?? "" })")
            }
            // Each for itself: a better one must not be what keeps the wrong one out.
            for candidate in song.wrong where song.wanted.best(of: [candidate]) != nil {
                wrong.append("\(song.wanted.title): alone, \(candidate.title ?? "") by \(candidate.artists)")
            }
        }
        print("\(songs.count) songs: \(missed.count) missed, \(wrong.count) wrong \(missed)")
        #expect(wrong == [])
        #expect(missed.count * 100 <= songs.count, "\(missed)")
    }

    /// Every decoration with every plain song's neighbour: none makes another recording of it, and none hides one.
    @Test func everyDecorationIsKnownForWhatItIs() {
        let wanted = TrackMatch(title: "Midnight Garden", artists: ["Somebody"])
        for decoration in SongTable.neutral {
            let found = SpotifyTrack(id: "a", title: "Midnight Garden" + decoration, artists: ["Somebody"])
            #expect(wanted.best(of: [found]) != nil, "\(decoration)")
        }
        for decoration in SongTable.others {
            let found = SpotifyTrack(id: "a", title: "Midnight Garden" + decoration, artists: ["Somebody"])
            #expect(wanted.best(of: [found]) == nil, "\(decoration)")
            // Where it is what is meant, it is found, and the plain one is not.
            let same = TrackMatch(title: "Midnight Garden" + decoration, artists: ["Somebody"])
            #expect(same.best(of: [found]) != nil, "\(decoration)")
            #expect(same.best(of: [SpotifyTrack(id: "a", title: "Midnight Garden", artists: ["Somebody"])]) == nil)
        }
    }

    @Test func whatCanBePlayedComesFirstAndWhatIsExplicitOnlyWhereItMay() {
        var match = TrackMatch(title: "Stan", artists: ["Eminem"])
        let barred = SpotifyTrack(id: "a", title: "Stan", artists: ["Eminem"], isExplicit: false, isPlayable: false)
        let explicit = SpotifyTrack(id: "b", title: "Stan", artists: ["Eminem"], isExplicit: true)
        let clean = SpotifyTrack(id: "c", title: "Stan", artists: ["Eminem"], isExplicit: false)
        #expect(match.best(of: [barred, explicit, clean])?.id == "b")
        #expect(match.best(of: [barred]) == nil)
        match.allowsExplicit = false
        #expect(match.best(of: [barred, explicit, clean])?.id == "c")
        #expect(match.best(of: [barred, explicit]) == nil)
    }

    @Test func albumsOfOtherKindsOfRecordingsAreLeftOut() {
        let match = TrackMatch(title: "Fix You", artists: ["Coldplay"])
        func on(_ album: String) -> SpotifyTrack {
            SpotifyTrack(id: "a", title: "Fix You", artists: ["Coldplay"], album: album)
        }
        for album in ["Live in Buenos Aires", "MTV Unplugged", "Coldplay Karaoke", "Fix You (Sped Up)"] {
            #expect(match.best(of: [on(album)]) == nil, "\(album)")
        }
        for album in ["X&Y", "Long Live", "Alive", "Live Through This"] {
            #expect(match.best(of: [on(album)]) != nil, "\(album)")
        }
    }
}
