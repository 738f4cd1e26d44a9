import ControlProtocol

/// Mood, day and songs as one self-contained HTML file; only album covers are loaded, from Spotify.
struct PageDocument {
    let status: Status
    let playlist: Playlist?
    let history: History
    let now: Timestamp
    let calendar: LocalCalendar

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src https:; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <title>EmoTunes: \(moodName)</title>
        <style>\(PageStyle.sheet)</style>
        </head>
        <body>
        <header>
        <h1>\(headline)</h1>
        <p class="quiet">\(HTMLText.escaped(subline))</p>
        </header>
        <section><h2>Today</h2>
        \(MoodTimeline(periods: history.moods, now: now, calendar: calendar).html)
        </section>
        \(songs)
        <footer>
        \(attribution)
        <p>Written by EmoTunes \(HTMLText.escaped(status.version)) at \(calendar.text(now, now: now)). \
        It does not change by itself; run <code>emotunesctl page</code> again.</p>
        </footer>
        </body>
        </html>

        """
    }

    private var moodName: String { status.mood.map(\.name.rawValue) ?? "no mood yet" }

    private var headline: String {
        guard let mood = status.mood else { return "No mood yet" }
        return "<span class=\"dot \(mood.name.rawValue)\"></span>\(mood.name.rawValue.prefix(1).uppercased())"
            + mood.name.rawValue.dropFirst()
    }

    private var subline: String {
        guard let mood = status.mood else { return "EmoTunes has to see a face for a while first." }
        return "since \(calendar.text(mood.since, now: now)), \(percent(mood.confidence)) sure"
    }

    private var songs: String {
        guard let playlist else { return "<section><h2>Songs</h2><p class=\"quiet\">No playlist yet.</p></section>" }
        let published = status.playlist?.publishing.first { $0.target == .spotify && $0.state == .published }?.url
        let link = HTMLText.address(published).map { " <a class=\"open\" href=\"\($0)\">Open in Spotify</a>" } ?? ""
        return """
            <section><h2>\(playlist.tracks.count) songs\(link)</h2>
            <p class="quiet">\(HTMLText.escaped(playlist.reason))</p>
            <ol>
            \(playlist.tracks.map(row).joined(separator: "\n"))
            </ol></section>
            """
    }

    private func row(_ track: PlaylistTrack) -> String {
        let title = HTMLText.escaped(track.title ?? "Song \(track.position)")
        let name = HTMLText.address(track.url).map { "<a href=\"\($0)\">\(title)</a>" } ?? title
        let artists = HTMLText.escaped(track.artists?.joined(separator: ", ") ?? "")
        let album = HTMLText.escaped(track.album ?? "")
        // The cover is shown whole and unchanged, as Spotify asks; without one a plain square keeps the place.
        let cover =
            HTMLText.address(track.cover).map {
                "<img src=\"\($0)\" alt=\"\(album.isEmpty ? "Album cover" : "Cover of \(album)")\" loading=\"lazy\">"
            } ?? "<span class=\"nocover\" aria-hidden=\"true\">♪</span>"
        return "<li>\(cover)<div><strong>\(name)</strong><span>\(artists)</span>"
            + (album.isEmpty ? "" : "<span class=\"quiet\">\(album)</span>") + "</div></li>"
    }

    private var attribution: String {
        let isFromSpotify = playlist?.tracks.contains { $0.cover != nil || $0.uri.hasPrefix("spotify:") } ?? false
        return isFromSpotify
            ? "<p>Songs and covers: <a href=\"https://open.spotify.com\">Spotify</a>. EmoTunes is not made or endorsed by "
                + "Spotify.</p>" : ""
    }
}

/// The style sheet of the page, for light and dark, wide and narrow screens.
enum PageStyle {
    static let sheet = """

        :root { color-scheme: light dark; --back: #fff; --text: #1c1c1e; --quiet: #6a6a70; --line: #e3e3e8;
          --happy: #d9a400; --surprise: #d9641e; --neutral: #7d8590; --sad: #2f6fc4; --fear: #7b4fb5;
          --disgust: #3f8f4f; --angry: #c2302e; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #121214; --text: #ececf0; --quiet: #9a9aa2; --line: #2c2c31;
            --happy: #f2c84b; --surprise: #f08a4b; --neutral: #9aa3ad; --sad: #6ea3ec; --fear: #b08ae0;
            --disgust: #74c084; --angry: #ee6a68; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 3rem; background: var(--back);
          color: var(--text); font: 1rem/1.45 system-ui, sans-serif; }
        h1 { font-size: 2.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p { margin: .2rem 0; } a { color: inherit; }
        .quiet, footer { color: var(--quiet); }
        .dot { display: inline-block; width: .6em; height: .6em; border-radius: 50%; margin-right: .35em; }
        .open { font-weight: normal; font-size: .9rem; margin-left: .75rem; }
        svg { width: 100%; height: auto; display: block; }
        svg text { fill: var(--quiet); font-size: 12px; } .hour { text-anchor: middle; }
        @media (max-width: 40rem) { svg text { font-size: 18px; } }
        .grid { stroke: var(--line); } .step { stroke: var(--quiet); stroke-width: 1; }
        .happy { background: var(--happy); fill: var(--happy); }
        .surprise { background: var(--surprise); fill: var(--surprise); }
        .neutral { background: var(--neutral); fill: var(--neutral); }
        .sad { background: var(--sad); fill: var(--sad); }
        .fear { background: var(--fear); fill: var(--fear); }
        .disgust { background: var(--disgust); fill: var(--disgust); }
        .angry { background: var(--angry); fill: var(--angry); }
        ol { list-style: none; padding: 0; margin: .75rem 0 0; display: grid; gap: .75rem;
          grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
        li { display: flex; gap: .75rem; align-items: center; min-width: 0; }
        li img, .nocover { width: 4rem; height: 4rem; flex: none; border-radius: 4px; background: var(--line); }
        .nocover { display: grid; place-items: center; color: var(--quiet); font-size: 1.5rem; }
        li div { min-width: 0; } li strong, li span { display: block; overflow-wrap: anywhere; }
        li span { font-size: .9rem; }
        footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .85rem; }

        """
}
