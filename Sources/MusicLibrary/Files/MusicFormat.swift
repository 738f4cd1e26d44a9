/// Kinds of sound files, told by the ending of the name.
package enum MusicFormat {
    private static let endings: Set<String> = [
        "aac", "aif", "aifc", "aiff", "ape", "flac", "m4a", "mp2", "mp3", "mpc", "oga", "ogg", "opus", "spx", "tta",
        "wav",
        "wma", "wv",
    ]
    /// Lower case, without the point; nil for a name that is no sound file's.
    package static func ending(of name: String) -> String? {
        let bytes = name.utf8
        guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot != bytes.startIndex else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        return endings.contains(ending) ? ending : nil
    }

    /// As `ending`, of a name in UTF-8, without making a text of it: most of a folder's names are known already.
    static func isMusic(_ name: UnsafeRawBufferPointer) -> Bool {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0, name.count - dot <= 5 else { return false }
        return endings.contains(String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased())
    }
}
