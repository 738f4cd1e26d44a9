import Foundation
import Platform
import TestSupport
import Testing

@testable import SoundAnalysis

/// Measures a file with this content.
private func measured(
    _ bytes: [UInt8], name: String = "a.wav", isStopped: () -> Bool = { false }
) throws -> Result<SoundMeasurement, SoundMeasurement.Failure> {
    try withTemporaryFolder { folder in
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return SoundMeasurement.of(path, library: { nil }, isStopped: isStopped)
    }
}

@Suite struct SoundMeasurementTests {
    // MARK: Tempo

    @Test(arguments: Array(stride(from: 60.0, through: 180, by: 5)))
    func tempoOfClicksIsWithinOnePercent(perMinute: Double) throws {
        let tempo = try #require(try measured(MadeSound.clicks(perMinute).wav()).get().tempo)
        #expect(abs(tempo / perMinute - 1) < 0.01, "\(tempo) instead of \(perMinute)")
    }

    @Test(arguments: [61, 83.3, 97, 119, 143, 171.5])
    func accentsAreNoTempoOfTheirOwn(perMinute: Double) throws {
        let waltz = MadeSound.clicks(perMinute) { $0 % 3 == 0 ? 0.8 : 0.5 }
        let march = MadeSound.clicks(perMinute) { $0 % 2 == 0 ? 0.8 : 0.45 }
        for sound in [waltz, march] {
            let tempo = try #require(try measured(sound.wav()).get().tempo)
            #expect(abs(tempo / perMinute - 1) < 0.01, "\(tempo) instead of \(perMinute)")
        }
    }

    @Test(arguments: [60, 74, 90, 95])
    func faintClicksBetweenBeatsDoNotDoubleTheTempo(perMinute: Double) throws {
        let sound = MadeSound.clicks(2 * perMinute) { $0 % 2 == 0 ? 0.8 : 0.15 }
        let tempo = try #require(try measured(sound.wav()).get().tempo)
        #expect(abs(tempo / perMinute - 1) < 0.01, "\(tempo) instead of \(perMinute)")
    }

    @Test func aToneHasNoTempo() throws {
        #expect(try measured(MadeSound.tone(-20, seconds: 10).wav()).get().tempo == nil)
    }

    // MARK: Loudness

    // EBU Tech 3341, cases 1 and 2: a stereo sine of 1 kHz is as loud as its peaks are high.
    @Test(arguments: [-23.0, -33, -9, -50])
    func aTonesLoudnessIsItsLevel(level: Double) throws {
        let loudness = try #require(try measured(MadeSound.tone(level, seconds: 10).wav()).get().loudness)
        #expect(abs(loudness - level) < 0.2)
    }

    // EBU Tech 3341, case 3.
    @Test func quietPartsDoNotCount() throws {
        let quiet = MadeSound.tone(-36, seconds: 10)
        let sound = quiet.followed(by: .tone(-23, seconds: 40)).followed(by: quiet)
        let loudness = try #require(try measured(sound.wav()).get().loudness)
        #expect(abs(loudness + 23) < 0.2)
    }

    @Test func silenceHasNeitherLoudnessNorTempo() throws {
        var silence = MadeSound()
        silence.samples = Array(repeating: 0, count: 10 * silence.rate)
        let measurement = try measured(silence.wav()).get()
        #expect(measurement == SoundMeasurement(loudness: nil, tempo: nil, seconds: 10))
    }

    // MARK: Files that are not as they should be

    @Test func aTruncatedFileIsMeasuredAsFarAsItGoes() throws {
        let whole = MadeSound.clicks(120).wav()
        let half = try measured(Array(whole.prefix(whole.count / 2))).get()
        #expect(abs(half.seconds - 8) < 0.1)
        #expect(abs((half.tempo ?? 0) - 120) < 1.2)
    }

    @Test func aHeaderAloneIsNoSound() throws {
        #expect(try measured(MadeSound.header(rate: 44_100, channels: 2, bytes: 0)) == .failure(.unknown))
        #expect(try measured(Array(MadeSound.clicks(120).wav().prefix(20))) == .failure(.unknown))
        #expect(try measured([]) == .failure(.needsLibrary))
        #expect(try measured(Array("no music at all".utf8)) == .failure(.needsLibrary))
    }

    @Test func aFileThatClaimsNoEndEndsWithItsBytes() throws {
        let sound = try measured(MadeSound.clicks(90, seconds: 12).wav(claimed: 0xFFFF_FFFF)).get()
        #expect(abs(sound.seconds - 12) < 0.1)
    }

    @Test func ofTenHoursTheBeginningIsListenedTo() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/long.wav"
            let bytes = 8000 * 2 * 36_000
            try Data(MadeSound.header(rate: 8000, channels: 1, bytes: bytes)).write(to: URL(fileURLWithPath: path))
            // Ten hours of silence, of which the disk holds nothing.
            #expect(truncate(path, off_t(bytes + 44)) == 0)
            let sound = try SoundMeasurement.of(path, library: { nil }).get()
            #expect(abs(sound.seconds - SoundMeasurement.longest) < 3)
        }
    }

    @Test func ratesAndChannelsBeyondMeasureAreRefused() throws {
        for (rate, channels) in [(1, 1), (4_000_000, 1), (44_100, 200)] {
            var sound = MadeSound(rate: rate, channels: channels)
            sound.samples = Array(repeating: 0.5, count: 100 * channels)
            let result = try measured(sound.wav())
            #expect([.failure(.unknown), .failure(.needsLibrary)].contains(result), "\(rate), \(channels)")
        }
    }

    @Test func whatIsNoNumberCountsAsSilence() throws {
        // IEEE float, of which every fourth value is none.
        var bytes = MadeSound.header(rate: 8000, channels: 1, bytes: 8000 * 4 * 10)
        (bytes[20], bytes[28], bytes[29], bytes[32], bytes[34]) = (3, 0x00, 0x7D, 4, 32)
        for sample in 0..<80_000 {
            let value: Float = sample % 4 == 0 ? .nan : sample % 4 == 1 ? .infinity : 0.1
            bytes += withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        }
        let sound = try measured(bytes).get()
        #expect(sound.seconds == 10 && (sound.loudness.map { $0.isFinite } ?? true))
    }

    @Test func itStopsInTheMiddle() throws {
        var asked = 0
        let result = try measured(MadeSound.clicks(120).wav()) {
            asked += 1
            return asked > 3
        }
        #expect(result == .failure(.stopped))
    }

    @Test func whatCannotBeOpenedSaysWhy() throws {
        guard case .failure(.unreadable(let error)) = SoundMeasurement.of("/nowhere/a.wav", library: { nil }) else {
            Issue.record("it was measured")
            return
        }
        #expect(error.number == ENOENT)
        try withTemporaryFolder { folder in
            #expect(mkfifo(folder + "/pipe.wav", 0o600) == 0)
            #expect(SoundMeasurement.of(folder + "/pipe.wav", library: { nil }) == .failure(.needsLibrary))
        }
    }
}
