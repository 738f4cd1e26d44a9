import Foundation
import TestSupport
import Testing

@testable import SoundAnalysis

/// The formats, as ffmpeg writes them.
@Suite(.takesLong, .enabled(if: TestMusic.isPossible, "needs Debian's ffmpeg")) struct FormatTests {
    private static let own = ["wav", "aiff", "flac", "mp3", "ogg", "opus"]
    private static let foreign = ["m4a", "aac", "wma", "wv", "tta"]

    /// Writes the sound of a file in the format that the other's ending names.
    static func encode(_ wav: String, to path: String) throws {
        let ffmpeg = Process()
        ffmpeg.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        ffmpeg.arguments = ["ffmpeg", "-v", "error", "-i", wav, "-ar", "48000", "-b:a", "128k", path]
        ffmpeg.standardInput = FileHandle.nullDevice
        try ffmpeg.run()
        ffmpeg.waitUntilExit()
    }

    private func measured(_ ending: String, library: SoundLibrary?) throws -> SoundMeasurement {
        try withTemporaryFolder { folder in
            let wav = folder + "/a.wav", path = folder + "/b." + ending
            try Data(MadeSound.clicks(100).wav()).write(to: URL(fileURLWithPath: wav))
            try Self.encode(wav, to: path)
            return try SoundMeasurement.of(path, library: { library }).get()
        }
    }

    private func check(_ sound: SoundMeasurement) throws {
        // What an encoder leaves out is quiet.
        let plain = try withTemporaryFolder { folder in
            let path = folder + "/a.wav"
            try Data(MadeSound.clicks(100).wav()).write(to: URL(fileURLWithPath: path))
            return try SoundMeasurement.of(path, library: { nil }).get()
        }
        #expect(abs((sound.loudness ?? 0) - (plain.loudness ?? 0)) < 1)
        #expect(abs((sound.tempo ?? 0) - 100) < 1)
        #expect(abs(sound.seconds - 16) < 0.2)
    }

    @Test(arguments: own) func everyFormatIsMeasuredAlike(ending: String) throws {
        try check(try measured(ending, library: nil))
    }

    @Test(.enabled(if: SoundLibrary() != nil, "needs libEmotunesVideoFile.so"), arguments: foreign)
    func otherFormatsAreMeasuredThroughFFmpeg(ending: String) throws {
        try check(try measured(ending, library: SoundLibrary()))
    }

    @Test(arguments: foreign) func withoutFFmpegOtherFormatsNeedIt(ending: String) throws {
        #expect(throws: SoundMeasurement.Failure.needsLibrary) { try measured(ending, library: nil) }
    }
}
