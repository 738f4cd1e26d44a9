package import Emotions
import Glibc

/// The cover of a playlist: bands of waves, in the colours and with the unrest of its mood.
package enum MoodCover {
    /// Pixels of each side.
    package static let side = 384

    /// How a mood looks.
    private struct Look {
        var sky: Colour
        var ground: Colour
        /// Whole waves from edge to edge.
        var waves: Double
        /// Their height as a share of the picture's.
        var height: Double
    }

    /// The picture as JPEG; the same for the same mood.
    package static func jpeg(for mood: Emotion) -> [UInt8] { JPEGEncoder.encode(picture(for: mood)) }

    /// The picture, `side` pixels wide and high; the same for the same mood.
    package static func picture(for mood: Emotion) -> ColourPicture {
        let look = look(of: mood)
        let bands = 6
        return ColourPicture(width: side, height: side) { x, y in
            let (across, down) = (Double(x) / Double(side), Double(y) / Double(side))
            var colour = look.sky.mixed(with: Colour(1, 1, 1), 0.25 * (1 - down))
            for band in 0..<bands {
                let depth = Double(band + 1) / Double(bands)
                // Each band a little further along, so that none lies like the one behind it.
                let turn = 2 * .pi * (across * look.waves + 0.37 * Double(band))
                let edge = 0.3 + 0.62 * Double(band) / Double(bands) + look.height * (sin(turn) + 0.4 * sin(2.3 * turn))
                // One pixel wide, the edge is smooth.
                let covered = min(max((down - edge) * Double(side) + 0.5, 0), 1)
                colour = colour.mixed(with: look.sky.mixed(with: look.ground, depth), covered)
            }
            return colour
        }
    }

    private static func look(of mood: Emotion) -> Look {
        switch mood {
        case .angry: Look(sky: Colour(0.95, 0.45, 0.25), ground: Colour(0.45, 0.05, 0.10), waves: 4.5, height: 0.045)
        case .disgust: Look(sky: Colour(0.75, 0.80, 0.40), ground: Colour(0.20, 0.30, 0.10), waves: 2.5, height: 0.03)
        case .fear: Look(sky: Colour(0.55, 0.50, 0.75), ground: Colour(0.12, 0.08, 0.25), waves: 6, height: 0.02)
        case .happy: Look(sky: Colour(1.00, 0.85, 0.35), ground: Colour(0.95, 0.40, 0.30), waves: 2, height: 0.05)
        case .neutral: Look(sky: Colour(0.75, 0.85, 0.85), ground: Colour(0.25, 0.45, 0.50), waves: 1, height: 0.015)
        case .sad: Look(sky: Colour(0.55, 0.70, 0.90), ground: Colour(0.08, 0.15, 0.35), waves: 1, height: 0.035)
        case .surprise: Look(sky: Colour(0.60, 0.90, 0.95), ground: Colour(0.55, 0.20, 0.65), waves: 3.5, height: 0.06)
        }
    }
}
