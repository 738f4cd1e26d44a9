import CSound
import Glibc
package import Platform

/// What was measured on a file's sound.
package struct SoundMeasurement: Hashable, Sendable {
    /// The integrated loudness (EBU R 128) in LUFS; nil where there is nothing louder than -70.
    package var loudness: Double?
    /// Beats per minute, 45 to 200; nil where no beat comes back.
    package var tempo: Double?
    /// How much of it was listened to.
    package var seconds: Double

    package init(loudness: Double?, tempo: Double?, seconds: Double) {
        (self.loudness, self.tempo, self.seconds) = (loudness, tempo, seconds)
    }

    /// Why a file was not measured.
    package enum Failure: Error, Hashable, Sendable {
        /// It cannot be opened now.
        case unreadable(Errno)
        /// No decoder knows it, or it is damaged.
        case unknown
        /// It needs the library with FFmpeg, which is not installed.
        case needsLibrary
        /// Decoding it takes more than any song takes.
        case givenUp
        /// It was interrupted.
        case stopped
    }

    /// Of a longer sound the beginning is listened to: what follows would not change what is known of it, and it may have no
    /// end.
    package static let longest = 20 * 60.0
    /// Seconds of processor time for one file: some thirty times what twenty minutes of sound take.
    private static let mostProcessorTime = 300.0

    /// Listens to a file. Blocks for about a hundredth of the sound's length.
    ///
    /// - Parameters:
    ///   - library: the library with FFmpeg, asked for only where it is needed; nil where it is not installed.
    ///   - during: has every call that touches the file.
    ///   - isStopped: asked several times a second whether to stop in the middle.
    package static func of(
        _ path: String, library: @escaping () -> SoundLibrary?, during: (() -> Void) -> Void = { $0() },
        isStopped: () -> Bool = { false }
    ) -> Result<SoundMeasurement, Failure> {
        var opened: Result<SoundFile, SoundFile.Failure> = .failure(.unknown)
        during {
            do throws(SoundFile.Failure) {
                opened = .success(try SoundFile(path, library: library))
            } catch {
                opened = .failure(error)
            }
        }
        switch opened {
        case .failure(.unreadable(let error)): return .failure(.unreadable(error))
        case .failure(.unknown): return .failure(.unknown)
        case .failure(.needsLibrary): return .failure(.needsLibrary)
        case .success(let file): return of(file, during, isStopped)
        }
    }

    private static func of(
        _ file: SoundFile, _ during: (() -> Void) -> Void, _ isStopped: () -> Bool
    ) -> Result<SoundMeasurement, Failure> {
        guard let meter = CSoundMeterCreate(Int32(clamping: file.rate), Int32(clamping: file.channels)) else {
            return .failure(.unknown)
        }
        defer { CSoundMeterDestroy(meter) }
        let end = processorSeconds() + mostProcessorTime
        let most = Int(longest) * file.rate
        var frames = 0
        while frames < most {
            if isStopped() { return .failure(.stopped) }
            if processorSeconds() > end { return .failure(.givenUp) }
            var piece = SoundFile.Piece.end
            during { piece = file.next() }
            switch piece {
            case .givenUp: return .failure(.givenUp)
            case .unreadable: return .failure(.unreadable(Errno(EIO)))
            case .end:
                // A header alone is no sound.
                return frames == 0 ? .failure(.unknown) : .success(SoundMeasurement(meter, frames, file.rate))
            case .frames(let count):
                guard file.withFrames({ CSoundMeterAdd(meter, $0, count) }) == 1 else { return .failure(.givenUp) }
                frames += count
            }
        }
        return .success(SoundMeasurement(meter, frames, file.rate))
    }

    private init(_ meter: OpaquePointer, _ frames: Int, _ rate: Int) {
        let loudness = CSoundMeterLoudness(meter), tempo = CSoundMeterTempo(meter)
        self.init(
            loudness: loudness.isFinite ? loudness : nil, tempo: tempo > 0 ? tempo : nil,
            seconds: Double(frames) / Double(max(1, rate)))
    }

    /// Of this thread.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
