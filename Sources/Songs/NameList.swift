/// Several names in one cell, as catalogue rows and drafts of tracks hold artists and genres.
package enum NameList {
    /// Between two names; no name holds it.
    package static let separator: Character = "\u{1F}"
    /// The same as a byte of UTF-8.
    package static let separatorByte: UInt8 = 0x1F

    package static func joined(_ names: [String]) -> String { names.joined(separator: String(separator)) }
}
