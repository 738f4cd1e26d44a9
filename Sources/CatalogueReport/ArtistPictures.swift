import Charts

/// Charts of the artists.
enum ArtistPictures {
    private static let shown = 20
    /// An artist with fewer tracks is left out as not significant.
    private static let leastTracks = 3
    private static let namesShown = 12

    static func largest(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "The artists with most tracks"
        let artists = statistics.artists.largest(shown)
        guard !artists.isEmpty else {
            return ReportPicture("artists", heading: heading, missing: "no track has an artist.")
        }
        let dots = artists.contains { $0.bestMood != nil } ? " The dot is the mood of the most popular one." : ""
        return ReportPicture(
            "artists", heading: heading, caption: "Their tracks by mood.\(dots)\(accuracy(statistics))",
            height: 40 + Double(artists.count) * 24
        ) { picture in
            Legend(ReportText.moods).draw(in: &picture, at: Point(10, 14))
            let bars = artists.map { artist in
                StackedBars.Bar(
                    artist.name, artist.moods, remark: ReportText.number(artist.tracks), mark: artist.bestMood)
            }
            StackedBars(bars, series: ReportText.moods).drawRows(
                in: &picture, frame: Box(left: 0, top: 30, width: 940, height: Double(artists.count) * 24), names: 260)
        }
    }

    static func single(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "Artists of a single mood"
        let groups = statistics.artists.single(least: leastTracks)
        let candidates = statistics.artists.count(least: leastTracks)
        guard candidates > 0 else {
            return ReportPicture(
                "single-mood", heading: heading,
                missing: "no artist has \(leastTracks) tracks or more.")
        }
        let total = groups.reduce(0) { $0 + $1.count }
        guard total > 0 else {
            return ReportPicture(
                "single-mood", heading: heading,
                missing: "none of the \(ReportText.count(candidates, "artist")) with \(leastTracks) tracks or more.")
        }
        return ReportPicture(
            "single-mood", heading: heading,
            caption: """
                \(ReportText.number(total)) of the \(ReportText.count(candidates, "artist")) with \(leastTracks) tracks or \
                more have tracks of one mood only. Those with most tracks are named.\(accuracy(statistics))
                """,
            height: 64 + Double(min(namesShown, groups.map(\.count).max() ?? 0)) * 20
        ) { picture in
            for (mood, artists) in groups.enumerated() {
                let left = 10 + Double(mood) * 240
                picture.rect(Box(left: left, top: 8, width: 11, height: 11), ChartStyle.fill(mood))
                let head = "only \(ReportText.moods[mood]): \(ReportText.number(artists.count))"
                picture.text(head, at: Point(left + 16, 18), "strong")
                for (index, artist) in artists.prefix(namesShown).enumerated() {
                    let name = "\(TextWidth.fitting(artist.name, 180)) (\(artist.tracks))"
                    picture.text(name, at: Point(left + 16, 42 + Double(index) * 20), "ink")
                }
                if artists.isEmpty { picture.text("none", at: Point(left + 16, 42), "soft") }
            }
        }
    }

    private static func accuracy(_ statistics: CatalogueStatistics) -> String {
        statistics.artists.isExact
            ? "" : " There are more artists than are counted at a time; those with few tracks may be missing."
    }
}
