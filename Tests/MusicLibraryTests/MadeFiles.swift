import Foundation

/// Sound files made for a test: a second of silence with tags.
enum MadeFiles {
    /// MPEG layer 3, 32 kbit/s, with an ID3v2.4 tag.
    static func mp3(_ tags: [String: String] = [:], frames: Int = 40) -> [UInt8] {
        var bytes: [UInt8] = []
        if !tags.isEmpty {
            let names = [
                "artist": "TPE1", "title": "TIT2", "album": "TALB", "genre": "TCON", "date": "TDRC", "mood": "TMOO",
                "bpm": "TBPM", "isrc": "TSRC", "key": "TKEY",
            ]
            var content: [UInt8] = []
            for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
                let text = [3] + Array(value.utf8)
                content += Array((names[key] ?? "TXXX").utf8) + syncsafe(text.count) + [0, 0] + text
            }
            bytes = Array("ID3".utf8) + [4, 0, 0] + syncsafe(content.count) + content
        }
        let frame: [UInt8] = [0xFF, 0xFB, 0x10, 0xC4] + Array(repeating: 0, count: 100)
        for _ in 0..<frames { bytes += frame }
        return bytes
    }

    private static func syncsafe(_ number: Int) -> [UInt8] {
        [21, 14, 7, 0].map { UInt8(number >> $0 & 127) }
    }

    /// FLAC with a comment block, and no frames.
    static func flac(_ comments: [(String, String)]) -> [UInt8] {
        // A second of one channel at 44.1 kHz with 16 bits.
        let rate: UInt64 = 44_100 << 44 | 0 << 41 | 15 << 36 | 44_100
        let info: [UInt8] =
            [16, 0, 16, 0, 0, 0, 0, 0, 0, 0] + (0..<8).reversed().map { UInt8(rate >> (8 * UInt64($0)) & 255) }
            + Array(repeating: 0, count: 16)
        func little(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 255) } }
        func big(_ number: Int) -> [UInt8] { [16, 8, 0].map { UInt8(number >> $0 & 255) } }
        var block = little(4) + Array("test".utf8) + little(comments.count)
        for (key, value) in comments {
            let text = Array("\(key)=\(value)".utf8)
            block += little(text.count) + text
        }
        return Array("fLaC".utf8) + [0] + big(info.count) + info + [0x84] + big(block.count) + block
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
        try FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
