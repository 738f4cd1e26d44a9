import CSound

/// A music file's sound as libsndfile decodes it, and what is measured on it. The libraries are the system's; the sanitizer
/// sees what they allocate and copy.
func judge(_ bytes: [UInt8]) {
    let sound = measured(bytes)
    if bytes.count % 8 == 0 { require(measured(bytes) == sound, "not the same again") }
    guard let sound else { return }
    plant(sound)
    require(sound.loudness < 60 && !sound.loudness.isNaN, "loudness \(sound.loudness)")
    require(sound.tempo == 0 || (44...206).contains(sound.tempo), "tempo \(sound.tempo)")
}

private struct Sound: Equatable {
    var channels: Int32
    var loudness: Double
    var tempo: Double
}

private func measured(_ bytes: [UInt8]) -> Sound? {
    bytes.withUnsafeBufferPointer { bytes in
        var rate: Int32 = 0, channels: Int32 = 0
        guard let decoder = CSoundDecoderOpenMemory(bytes.baseAddress, bytes.count, &rate, &channels) else {
            return nil
        }
        defer { CSoundDecoderClose(decoder) }
        guard let meter = CSoundMeterCreate(rate, channels) else { return nil }
        defer { CSoundMeterDestroy(meter) }
        let length = 4096
        // A buffer of its own size: writing past its end is noticed.
        var frames = [Float](repeating: 0, count: length * Int(channels))
        // Some bytes may stand for hours of sound.
        for _ in 0..<12 {
            let count = frames.withUnsafeMutableBufferPointer { frames -> Int in
                guard let start = frames.baseAddress else { return 0 }
                let count = CSoundDecoderRead(decoder, start, length)
                require(count <= length, "\(count) frames")
                if count > 0 { require(CSoundMeterAdd(meter, start, count) == 1, "not measured") }
                return count
            }
            if count <= 0 { break }
        }
        return Sound(
            channels: channels, loudness: CSoundMeterLoudness(meter), tempo: CSoundMeterTempo(meter))
    }
}

private func plant(_ sound: Sound) {
    #if PLANTED_BUG
        if sound.channels == 3 { writePastTheEnd(2) }
    #endif
}
