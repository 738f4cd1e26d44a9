import CSound
import Foundation
import Platform
import TestSupport
import Testing

@testable import SoundAnalysis

/// Files that cannot be read, or not to their end: a disk that fails, a folder on another machine that is gone. They say
/// nothing of the sound, so they are neither damaged nor unknown, and not as short as what was read of them.
@Suite(.ownThread) struct ReadErrorTests {
    /// Noise, which no format makes small: what is left of the file is not read ahead.
    private static let noise: MadeSound = {
        var sound = MadeSound(), state: UInt32 = 1
        sound.samples = (0..<16 * sound.rate).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / Float(1 << 24) - 0.5
        }
        return sound
    }()

    /// Has `body` use a file of the noise in this format.
    private func with<Result>(_ ending: String, _ body: (String) throws -> Result) throws -> Result {
        try withTemporaryFolder { folder in
            let wav = folder + "/a.wav", path = folder + "/b." + ending
            try Data(Self.noise.wav()).write(to: URL(fileURLWithPath: wav))
            if ending == "wav" { return try body(wav) }
            try FormatTests.encode(wav, to: path)
            return try body(path)
        }
    }

    /// The descriptor by which this process has a file open.
    private func descriptor(of path: String) -> Int32? {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return all.compactMap { Int32($0) }.first { number in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")) == path
        }
    }

    /// Measures a file to which something is done when its first piece has been decoded.
    private func measured(
        _ path: String, library: SoundLibrary? = nil, then act: (Int32) -> Void
    ) -> Result<SoundMeasurement, SoundMeasurement.Failure> {
        var calls = 0
        return SoundMeasurement.of(
            path, library: { library },
            during: { call in
                call()
                calls += 1
                if calls == 2, let open = descriptor(of: path) { act(open) }
            })
    }

    /// From now on every read over the descriptor fails: what it stands for may be written only.
    private func breakReading(_ path: String) -> (Int32) -> Void {
        { open in
            let closed = Glibc.open(path, O_WRONLY | O_CLOEXEC)
            dup2(closed, open)
            close(closed)
        }
    }

    private static let formats = TestMusic.isPossible ? ["wav", "mp3", "flac", "ogg", "opus"] : ["wav"]

    @Test(arguments: formats) func fileThatFailsInTheMiddleIsUnreadableAndNotShort(ending: String) throws {
        try with(ending) { path in
            #expect(measured(path, then: breakReading(path)) == .failure(.unreadable(Errno(EIO))))
            // It is the reading that fails, not the file.
            let whole = try measured(path) { _ in }.get()
            #expect(abs(whole.seconds - 16) < 0.2)
        }
    }

    @Test(.enabled(if: SoundLibrary() != nil && TestMusic.isPossible, "needs libEmotunesVideoFile.so and ffmpeg"))
    func soIsOneThatFFmpegReads() throws {
        try with("m4a") { path in
            let result = measured(path, library: SoundLibrary(), then: breakReading(path))
            #expect(result == .failure(.unreadable(Errno(EIO))))
        }
    }

    /// The decoders tell which error it was: a file that may only be written cannot be read from the start.
    @Test func fileThatFailsAtOnceTellsItsError() throws {
        try with("wav") { path in
            let open = Glibc.open(path, O_WRONLY | O_CLOEXEC)
            defer { close(open) }
            var rate: Int32 = 0, channels: Int32 = 0
            #expect(CSoundDecoderOpen(open, &rate, &channels) == nil)
            #expect(rate == -EBADF)
            guard let library = SoundLibrary() else { return }
            rate = 0
            #expect(library.open(open, &rate, &channels) == nil)
            #expect(rate == -EBADF)
        }
    }

    /// Damage is no error of reading: it is not hoped for that it goes away.
    @Test func damagedFileIsReadableAllTheSame() throws {
        var bytes = Array("fLaC".utf8)
        bytes += (0..<20_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try withTemporaryFolder { folder in
            let path = folder + "/a.flac"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            #expect(SoundMeasurement.of(path, library: { nil }) == .failure(.unknown))
        }
    }

    /// Another program writes the file anew: what was there is measured, and the new one is another file.
    @Test func fileThatIsCutWhileItIsReadEndsThere() throws {
        try with("wav") { path in
            let sound = try measured(path) { _ in truncate(path, 44 + 16_000 * 2 * 4) }.get()
            #expect(abs(sound.seconds - 4) < 0.1)
        }
    }
}
