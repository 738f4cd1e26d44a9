import Foundation

/// Tagged music files of silence, of five formats, with names of our own.
package struct TestMusic: Sendable {
    /// One file.
    package struct Song: Sendable, Hashable {
        package var artist: String
        package var title: String
        /// One of the four moods of songs.
        package var mood: String
        /// Below the folder.
        package var path: String
    }

    package let folder: String
    package let songs: [Song]

    /// File extension, and how ffmpeg writes it.
    private static let formats: [(suffix: String, options: [String])] = [
        ("flac", ["-c:a", "flac"]), ("mp3", ["-c:a", "libmp3lame", "-b:a", "8k"]), ("ogg", ["-c:a", "libvorbis"]),
        ("opus", ["-c:a", "libopus", "-b:a", "6k"]), ("m4a", ["-c:a", "aac", "-b:a", "8k"]),
    ]
    private static let moods = ["happy", "sad", "energetic", "calm"]
    private static let syllables = ["ba", "de", "fi", "go", "lu", "ma", "ne", "ri", "so", "tu"]

    /// Whether the program that writes them is there.
    package static let isPossible = PrivateMPD.program("ffmpeg") != nil

    /// Writes them: one file of each format is encoded, the others are copies with other tags.
    ///
    /// - Parameter seconds: how long each song is.
    package init(_ count: Int, in folder: String, seconds: Int = 90) throws {
        self.folder = folder
        let songs = (0..<count).map(Self.song)
        self.songs = songs
        for (index, format) in Self.formats.enumerated() {
            let mine = songs.enumerated().filter { $0.offset % Self.formats.count == index }.map(\.element)
            guard !mine.isEmpty else { continue }
            let template = "\(folder)/.template.\(format.suffix)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Self.ffmpeg(
                ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "\(seconds)"] + format.options + [template])
            var arguments = ["-i", template]
            for song in mine {
                let path = "\(folder)/\(song.path)"
                try FileManager.default.createDirectory(
                    atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                // Where an Ogg file's tags are depends on the format: of the stream, or of the file.
                for (tag, value) in [("artist", song.artist), ("title", song.title), ("mood", song.mood)] {
                    arguments += ["-metadata", "\(tag)=\(value)", "-metadata:s:a:0", "\(tag)=\(value)"]
                }
                arguments += ["-c", "copy", path]
            }
            try Self.ffmpeg(arguments)
            try FileManager.default.removeItem(atPath: template)
        }
    }

    /// The songs as a table with a header, as the starter list has it.
    package var table: String {
        let rows = songs.map {
            #""\#($0.artist.replacing("\"", with: "\"\""))","\#($0.title)",2001,pop,english,\#($0.mood)"#
        }
        return (["artist,title,year,genre,language,mood"] + rows).joined(separator: "\n") + "\n"
    }

    /// Three songs an artist, moods and formats in turn.
    private static func song(_ number: Int) -> Song {
        let mood = moods[number / formats.count % moods.count]
        let artist = number / 3 == 7 ? "The \"Quiet\" Ones" : "The " + word(number / 3 + 40)
        let title = word(number + 100) + " " + word(number * 7 + 300)
        let suffix = formats[number % formats.count].suffix
        return Song(
            artist: artist, title: title, mood: mood,
            path: "\(artist)/Album \(number / 3)/0\(number % 3 + 1) \(title).\(suffix)")
    }

    private static func word(_ number: Int) -> String {
        var rest = number, word = ""
        repeat {
            word += syllables[rest % syllables.count]
            rest /= syllables.count
        } while rest > 0
        return word.prefix(1).uppercased() + word.dropFirst()
    }

    private static func ffmpeg(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["ffmpeg", "-v", "error", "-nostdin", "-y"] + arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
