import Foundation

/// Sound made for a test, as a WAV file of 16 bits.
struct MadeSound {
    var rate = 16_000
    var channels = 1
    /// -1 to 1; the channels of a frame stand side by side.
    var samples: [Float] = []

    /// Clicks of a decaying tone, regularly.
    ///
    /// - Parameter strength: of the click with this number.
    static func clicks(_ perMinute: Double, seconds: Double = 16, strength: (Int) -> Double = { _ in 0.8 }) -> MadeSound
    {
        var sound = MadeSound()
        let rate = Double(sound.rate)
        sound.samples = Array(repeating: 0, count: Int(seconds * rate))
        var time = 0.1, number = 0
        while time < seconds - 0.1 {
            for sample in 0..<Int(rate / 50) {
                let part = Double(sample)
                sound.samples[Int(time * rate) + sample] += Float(
                    strength(number) * sin(2 * .pi * 1000 * part / rate) * exp(-part / (rate / 200)))
            }
            time += 60 / perMinute
            number += 1
        }
        return sound
    }

    /// A sine on both channels.
    ///
    /// - Parameter level: of its peaks, in decibels below full scale.
    static func tone(_ level: Double, seconds: Double, hertz: Double = 1000) -> MadeSound {
        var sound = MadeSound(rate: 16_000, channels: 2)
        let peak = pow(10, level / 20)
        sound.samples = Array(repeating: 0, count: 2 * Int(seconds * 16_000))
        for sample in sound.samples.indices {
            sound.samples[sample] = Float(peak * sin(2 * .pi * hertz * Double(sample / 2) / 16_000))
        }
        return sound
    }

    func followed(by other: MadeSound) -> MadeSound {
        var all = self
        all.samples += other.samples
        return all
    }

    /// - Parameter claimed: how many bytes of sound the header says there are; nil: as many as there are.
    func wav(claimed: Int? = nil) -> [UInt8] {
        var bytes = Self.header(rate: rate, channels: channels, bytes: claimed ?? samples.count * 2)
        let values = samples.map { Int16((max(-1, min(1, $0)) * 32_767).rounded()).littleEndian }
        values.withUnsafeBytes { bytes += $0 }
        return bytes
    }

    static func header(rate: Int, channels: Int, bytes: Int) -> [UInt8] {
        func little(_ number: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        let sizes = little(min(bytes + 36, 0xFFFF_FFFF), 4)
        return Array("RIFF".utf8) + sizes + Array("WAVEfmt ".utf8) + little(16, 4) + little(1, 2)
            + little(channels, 2) + little(rate, 4) + little(rate * channels * 2, 4) + little(channels * 2, 2)
            + little(16, 2) + Array("data".utf8) + little(min(bytes, 0xFFFF_FFFF), 4)
    }
}
