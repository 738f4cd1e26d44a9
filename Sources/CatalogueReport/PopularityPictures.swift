import Charts

/// Charts of popularity against year and features.
enum PopularityPictures {
    private static let names = ["loudness, dB", "energy", "acousticness", "instrumentalness"]

    static func relations(_ statistics: CatalogueStatistics) -> ReportPicture {
        let heading = "Popularity against sound and year"
        var grids = zip(names, statistics.popularityByFeature).filter { $1.total > 0 }
        if let years = statistics.yearsWithPopularity { grids.append(("year", years)) }
        guard !grids.isEmpty else {
            return ReportPicture(
                "popularity", heading: heading,
                missing: "no track has a popularity. Spotify no longer tells it; older tables do.")
        }
        let rows = Double((grids.count + 2) / 3)
        return ReportPicture(
            "popularity", heading: heading,
            caption: """
                Each column shows how the popularity of its tracks is spread, the line its mean. r is Pearson's \
                correlation.
                """, height: 10 + rows * 250
        ) { picture in
            for (index, (name, grid)) in grids.enumerated() {
                // The chart of years has many bins: it is twice as wide if the row has room.
                let isWide = name == "year" && index % 3 < 2
                let frame = Box(
                    left: 44 + Double(index % 3) * 314, top: 30 + Double(index / 3) * 250, width: isWide ? 576 : 262,
                    height: 176)
                let r = grid.correlation.map { "r = \(ReportText.correlation($0))" } ?? ""
                HeatMap(grid).draw(
                    in: &picture, frame: frame, heading: r, xName: name, yName: index % 3 == 0 ? "popularity" : nil,
                    label: LinearScale.label)
            }
        }
    }
}

extension CatalogueStatistics {
    /// The years that have tracks with a popularity, and those between.
    fileprivate var yearsWithPopularity: BinGrid? {
        let used = (0..<popularityByYear.columns).filter { popularityByYear.columnTotal($0) > 0 }
        guard let first = used.first, let last = used.last else { return nil }
        return popularityByYear.columns(first...last)
    }
}
