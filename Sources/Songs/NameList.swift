/// Several names in one text, as catalogue rows hold artists and genres.
package enum NameList {
    /// Between two names: the unit separator, which import removes from names.
    package static let separator: Character = "\u{1F}"
    /// The same as a byte of UTF-8.
    package static let separatorByte: UInt8 = 0x1F

    /// The names as one text.
    package static func joined(_ names: [String]) -> String { names.joined(separator: String(separator)) }
}
