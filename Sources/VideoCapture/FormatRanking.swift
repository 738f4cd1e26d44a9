import CV4L2

/// Which of a camera's formats to try, in which order.
enum FormatRanking {
    /// The formats `offered`, the one whose grey picture costs least first: planes, packed pairs, colours, JPEG and
    /// packed bits, then whatever libv4lconvert may know. All stay in the list: a driver may fail at its best ones.
    static func ranked(_ offered: [UInt32]) -> [UInt32] {
        let numbered = offered.enumerated().sorted { first, second in
            (cost(first.element), first.offset) < (cost(second.element), second.offset)
        }
        var seen: Set<UInt32> = []
        return numbered.map(\.element).filter { seen.insert($0).inserted }
    }

    private static func cost(_ format: UInt32) -> Int {
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
        case nil: format == CV4L2_MJPEG || format == CV4L2_JPEG ? 5 : 6
        }
    }
}
