/// A hash table from 64-bit keys to 32-bit values, by which an import recognises tracks.
///
/// Open addressing in two flat arrays, 12 bytes a slot: a dictionary of strings would take ten times that, and a
/// million tracks have two million keys.
package struct KeyTable {
    private var keys: [UInt64]
    private var values: [UInt32]
    private var count = 0
    /// The present size less one; sizes are powers of two.
    private var mask: Int

    /// - Parameter expected: how many keys will come; more are fine.
    package init(expecting expected: Int = 0) {
        var size = 1 << 10
        while size * 3 / 4 < expected { size *= 2 }
        keys = Array(repeating: 0, count: size)
        values = Array(repeating: 0, count: size)
        mask = size - 1
    }

    /// The value kept for `key`, nil if there is none. Setting nil does nothing: keys are never taken out.
    package subscript(key: UInt64) -> UInt32? {
        get {
            let place = place(of: key)
            return keys[place] == 0 ? nil : values[place]
        }
        set {
            guard let newValue else { return }
            if (count + 1) * 4 > keys.count * 3 { grow() }
            let place = place(of: key)
            if keys[place] == 0 {
                keys[place] = Self.stored(key)
                count += 1
            }
            values[place] = newValue
        }
    }

    /// 0 marks a free slot.
    private static func stored(_ key: UInt64) -> UInt64 { key == 0 ? 1 : key }

    private func place(of key: UInt64) -> Int {
        let key = Self.stored(key)
        // Keys are hashes already and need no hashing.
        var place = Int(truncatingIfNeeded: key) & mask
        while keys[place] != 0, keys[place] != key { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        var larger = KeyTable(expecting: keys.count)
        for place in keys.indices where keys[place] != 0 { larger[keys[place]] = values[place] }
        self = larger
    }
}
