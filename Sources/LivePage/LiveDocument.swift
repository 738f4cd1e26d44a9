/// The page as it is sent: one HTML file with its style and its script inside.
package struct LiveDocument: Sendable {
    /// What stands between the places where the nonce goes.
    private let pieces: [[UInt8]]

    /// The page that was compiled in.
    package static let shipped = LiveDocument(
        frame: text(PackageResources.page_html), style: text(PackageResources.style_css),
        script: [
            PackageResources.basics_js, PackageResources.connection_js, PackageResources.mood_js,
            PackageResources.day_js, PackageResources.songs_js, PackageResources.calendar_js, PackageResources.plane_js,
            PackageResources.main_js,
        ].map(text).joined(separator: "\n"))

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// - Parameters:
    ///   - frame: HTML in which STYLE, SCRIPT and NONCE stand for what they say.
    ///   - style: holds no NONCE, as the script.
    package init(frame: String, style: String, script: String) {
        pieces = frame.replacing("STYLE", with: style).replacing("SCRIPT", with: script).split(
            separator: "NONCE", omittingEmptySubsequences: false
        ).map { Array($0.utf8) }
    }

    /// The bytes for one answer; style and script are let in by a word that no other answer has.
    package func bytes(nonce: String) -> [UInt8] { Array(pieces.joined(separator: Array(nonce.utf8))) }

    /// Nothing is loaded but from here and, for covers, from Spotify; nothing runs but what the nonce lets in; no other
    /// page may hold this one in a frame.
    package static func policy(nonce: String) -> String {
        "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; connect-src 'self'; "
            + "img-src 'self' https://*.scdn.co https://*.spotifycdn.com; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'"
    }

    /// The picture in the browser's tab.
    package static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#c8520f"/>\
        <path d="M9 19c3 6 11 6 14 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>\
        <circle cx="11" cy="12" r="2" fill="#fff"/><circle cx="21" cy="12" r="2" fill="#fff"/></svg>
        """
}
