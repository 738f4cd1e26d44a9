import CSound
import Glibc
import Platform

/// A music file whose sound is decoded piece by piece.
///
/// libsndfile decodes what it knows (WAV, AIFF, FLAC, Ogg Vorbis, Opus, MP3), FFmpeg the rest, where the library with it is
/// installed. Blocks; used by one thread.
final class SoundFile {
    /// Hertz.
    let rate: Int
    let channels: Int
    private let descriptor: Int32
    private let source: Source
    private var buffer: [Float]

    private enum Source {
        case sndfile(OpaquePointer)
        case onDemand(OpaquePointer, SoundLibrary)
    }

    /// Why there is no sound.
    enum Failure: Error, Equatable {
        /// The file cannot be opened.
        case unreadable(Errno)
        /// No decoder knows it, or it is damaged from the beginning.
        case unknown
        /// libsndfile does not know it, and the library with FFmpeg is not installed.
        case needsLibrary
    }

    /// What comes next.
    enum Piece: Equatable {
        /// So many frames stand in the buffer.
        case frames(Int)
        case end
        /// Decoding took more than any song takes.
        case givenUp
        /// The file cannot be read on.
        case unreadable
    }

    /// Frames decoded at once.
    static let pieceLength = 16_384

    /// - Parameter library: the library with FFmpeg, asked for only where it is needed; nil where it is not installed.
    init(_ path: String, library: () -> SoundLibrary?) throws(Failure) {
        // A pipe must not be waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .unreadable(.last) }
        var rate: Int32 = 0, channels: Int32 = 0
        if let decoder = CSoundDecoderOpen(descriptor, &rate, &channels) {
            source = .sndfile(decoder)
        } else if rate < 0 {
            close(descriptor)
            throw .unreadable(Errno(-rate))
        } else if let library = library() {
            guard let decoder = library.open(descriptor, &rate, &channels) else {
                close(descriptor)
                throw rate < 0 ? .unreadable(Errno(-rate)) : .unknown
            }
            source = .onDemand(decoder, library)
        } else {
            let isKnown = Self.isOfAKindOfItsOwn(descriptor)
            close(descriptor)
            // The library would not know a damaged file either.
            throw isKnown ? .unknown : .needsLibrary
        }
        self.descriptor = descriptor
        self.rate = Int(rate)
        self.channels = Int(channels)
        // Of a file with more channels than are measured nothing is decoded.
        buffer = Array(repeating: 0, count: Self.pieceLength * min(Int(channels), Int(CSoundMostChannels)))
    }

    deinit {
        switch source {
        case .sndfile(let decoder): CSoundDecoderClose(decoder)
        case .onDemand(let decoder, let library): library.close(decoder)
        }
        close(descriptor)
    }

    /// Whether a file begins as those do that need no FFmpeg: FLAC, WAV, AIFF, Ogg, and MP3 with or without a tag.
    private static func isOfAKindOfItsOwn(_ descriptor: Int32) -> Bool {
        var head = [UInt8](repeating: 0, count: 4)
        guard pread(descriptor, &head, head.count, 0) == head.count else { return false }
        if ["fLaC", "RIFF", "FORM", "OggS"].contains(where: { head.elementsEqual($0.utf8) }) { return true }
        // AAC begins alike, but is of layer 0.
        return head[0] == 0xFF && head[1] & 0xE0 == 0xE0 && head[1] & 0x06 != 0
    }

    /// Decodes the next frames into the buffer.
    func next() -> Piece {
        guard channels * Self.pieceLength <= buffer.count else { return .end }
        let count = buffer.withUnsafeMutableBufferPointer { frames -> Int in
            guard let start = frames.baseAddress else { return 0 }
            switch source {
            case .sndfile(let decoder): return CSoundDecoderRead(decoder, start, Self.pieceLength)
            case .onDemand(let decoder, let library): return library.read(decoder, start, Self.pieceLength)
            }
        }
        switch count {
        case -2: return .unreadable
        case ..<0: return .givenUp
        case 0: return .end
        default: return .frames(count)
        }
    }

    /// The buffer, whose values may be changed.
    func withFrames<Result>(_ body: (UnsafeMutablePointer<Float>) -> Result) -> Result? {
        buffer.withUnsafeMutableBufferPointer { $0.baseAddress.map(body) }
    }
}
