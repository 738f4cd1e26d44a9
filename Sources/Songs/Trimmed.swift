extension StringProtocol {
    /// The text without the characters at both ends that `isOuter` names.
    package func trimmed(where isOuter: (Character) -> Bool = \.isWhitespace) -> String {
        let start = drop(while: isOuter)
        guard let last = start.lastIndex(where: { !isOuter($0) }) else { return "" }
        return String(start[...last])
    }
}
