import Songs

/// Reads the mood words of a column. The same few texts come again and again, so their readings are kept.
final class MoodCells {
    private let scale: ColumnScale
    private var readings: [[UInt8]: Int] = [:]
    private var kept: [MoodVocabulary.Reading] = []
    private var last: [UInt8] = []
    private var lastPlace: Int?

    /// Of the numbers of one digit, where the column holds numbers.
    private var digits: [MoodVocabulary.Reading] = []

    private static let readingLimit = 4096

    init(_ scale: ColumnScale) {
        self.scale = scale
        if scale == .moodNumbers || scale == .quadrants {
            digits = (0...9).map { fresh(Array(String($0).utf8)) }
        }
    }

    /// What the cell says; nil where it says that nothing is known.
    func read(_ cell: UnsafeRawBufferPointer) -> MoodVocabulary.Reading? {
        if cell.count == 1, !digits.isEmpty, cell[0] &- 48 <= 9 { return digits[Int(cell[0] &- 48)] }
        if CellText.isMissing(cell) { return nil }
        if let lastPlace, cell.elementsEqual(last) { return kept[lastPlace] }
        let bytes = Array(cell.prefix(1024))
        if let place = readings[bytes] {
            (last, lastPlace) = (bytes, place)
            return kept[place]
        }
        let reading = fresh(bytes)
        if kept.count < Self.readingLimit {
            readings[bytes] = kept.count
            (last, lastPlace) = (bytes, kept.count)
            kept.append(reading)
        }
        return reading
    }

    private func fresh(_ cell: [UInt8]) -> MoodVocabulary.Reading {
        let text = String(decoding: cell, as: UTF8.self)
        if scale == .moodNumbers || scale == .quadrants, let number = Double(text), let whole = Int(exactly: number) {
            var reading = MoodVocabulary.Reading()
            let moods: [MoodLabel] =
                scale == .quadrants ? [.happy, .energetic, .sad, .calm] : [.sad, .happy, .energetic, .calm]
            let place = scale == .quadrants ? whole - 1 : whole
            if moods.indices.contains(place) {
                reading.label = moods[place]
                reading.known = 1
            } else {
                reading.unknown = [text]
            }
            return reading
        }
        return MoodVocabulary.shared.read(text)
    }
}
