/// Spotify's ids of tracks: 22 letters and digits, alone, in a `spotify:track:` URI or in a link to the track's page.
enum SpotifyID {
    /// Where in the cell the id is; nil if there is none.
    static func range(in cell: UnsafeRawBufferPointer) -> Range<Int>? {
        // A whole URI, as most tables have it, or a bare id.
        if cell.count == 36, cell[13] == UInt8(ascii: ":"), cell[7] == UInt8(ascii: ":"), cell[8] == UInt8(ascii: "t") {
            if isID(cell, 14..<36), cell.starts(with: "spotify:track:".utf8) { return 14..<36 }
        } else if cell.count == 22, isID(cell, 0..<22) {
            return 0..<22
        }
        var start = 0, end = cell.count
        while end > start, cell[end - 1] <= 0x20 { end -= 1 }
        while start < end, cell[start] <= 0x20 { start += 1 }
        if end - start != 22 {
            if let mark = cell[start..<end].firstIndex(of: UInt8(ascii: "?")) { end = mark }
            var place = end
            while place > start, cell[place - 1] != UInt8(ascii: ":"), cell[place - 1] != UInt8(ascii: "/") {
                place -= 1
            }
            // Not an id of an album or an artist.
            if place > start, !isOfATrack(UnsafeRawBufferPointer(rebasing: cell[start..<(place - 1)])) { return nil }
            start = place
        }
        guard end - start == 22, isID(cell, start..<end) else { return nil }
        return start..<end
    }

    private static func isID(_ cell: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        for index in range {
            let byte = cell[index]
            guard byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 else { return false }
        }
        return true
    }

    private static func isOfATrack(_ address: UnsafeRawBufferPointer) -> Bool {
        let word = address.suffix(5).map { $0 | 0x20 }
        return word.elementsEqual("track".utf8)
    }
}
