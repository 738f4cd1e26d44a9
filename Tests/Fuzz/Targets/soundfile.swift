import CSoundFile

/// A music file's sound as FFmpeg decodes it. FFmpeg is the system's; the sanitizer sees what it allocates and copies.
func judge(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
        var rate: Int32 = 0, channels: Int32 = 0
        guard let sound = csoundfile_open_memory(bytes.baseAddress, Int64(bytes.count), &rate, &channels) else {
            return
        }
        defer { csoundfile_close(sound) }
        plant(channels)
        require(rate > 0 && (1...8).contains(channels), "\(channels) channels at \(rate) Hz")
        let length = 4096
        // A buffer of its own size: writing past its end is noticed.
        var frames = [Float](repeating: 0, count: length * Int(channels))
        // Some bytes may stand for hours of sound.
        for _ in 0..<12 {
            let count = frames.withUnsafeMutableBufferPointer { frames in
                frames.baseAddress.map { csoundfile_read(sound, $0, length) } ?? 0
            }
            require(count <= length, "\(count) frames")
            if count <= 0 { break }
        }
    }
}

private func plant(_ channels: Int32) {
    #if PLANTED_BUG
        if channels == 2 { writePastTheEnd(2) }
    #endif
}
