import CV4L2

/// How to find the grey samples in a native pixel format without converting it; nil where it must be converted first.
struct PixelLayout {
    /// Bytes from one grey sample to the next in a row, and of the first in its row.
    var step: Int, offset: Int

    init?(format: UInt32) {
        switch format {
        case CV4L2_GREY, CV4L2_NV12, CV4L2_NV21, CV4L2_YUV420, CV4L2_YVU420: (step, offset) = (1, 0)
        case CV4L2_YUYV, CV4L2_YVYU: (step, offset) = (2, 0)
        case CV4L2_UYVY, CV4L2_VYUY: (step, offset) = (2, 1)
        default: return nil
        }
    }

    /// The format among `offered` whose grey picture costs least: planes, then packed pairs, then JPEG, then anything.
    static func cheapest(of offered: [UInt32]) -> UInt32? {
        let preferred = [
            CV4L2_GREY, CV4L2_NV12, CV4L2_YUV420, CV4L2_NV21, CV4L2_YVU420, CV4L2_YUYV, CV4L2_UYVY, CV4L2_YVYU,
            CV4L2_VYUY, CV4L2_MJPEG, CV4L2_JPEG,
        ]
        return preferred.first(where: offered.contains) ?? offered.first
    }
}
