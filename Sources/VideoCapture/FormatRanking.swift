import CV4L2

/// Which of a camera's formats to try, in which order.
enum FormatRanking {
    /// Those of the formats `offered` that we can read, the one whose grey picture costs least first: planes, packed
    /// pairs, colours, JPEG and packed bits, colour sensors' raw values. All of them: a driver may fail at its best ones.
    static func ranked(_ offered: [UInt32]) -> [UInt32] {
        let numbered = offered.enumerated().compactMap { place, format in
            cost(format).map { (format: format, rank: ($0, place)) }
        }
        var seen: Set<UInt32> = []
        return numbered.sorted { $0.rank < $1.rank }.map(\.format).filter { seen.insert($0).inserted }
    }

    /// Nil for what we cannot read: makers' own compressions, films.
    private static func cost(_ format: UInt32) -> Int? {
        switch GreySamples(format: format) {
        case .bytes(1, _):
            // The less colour beside the grey, the less is copied by the driver.
            switch format {
            case CV4L2_GREY: 0
            case CV4L2_NV12, CV4L2_NV21, CV4L2_YUV420, CV4L2_YVU420: 1
            default: 2
            }
        case .bytes: 3
        case .words, .colours: 4
        case .packed: 5
        case .mosaic: 6
        case nil: isJPEG(format) ? 5 : nil
        }
    }

    /// Whether each frame is a JPEG picture of its own.
    static func isJPEG(_ format: UInt32) -> Bool { format == CV4L2_MJPEG || format == CV4L2_JPEG }
}
