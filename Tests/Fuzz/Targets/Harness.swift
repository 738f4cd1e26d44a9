/// What libFuzzer calls with every input it thinks up. A target is one function, `judge`, in a file of its own.
@_cdecl("LLVMFuzzerTestOneInput")
public func judgeInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // A copy of its own: reading past its end is noticed.
    judge(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// Stops the fuzzer: something that must hold does not.
func require(_ condition: Bool, _ what: @autoclosure () -> String) {
    if !condition { fatalError(what()) }
}

/// What the self-test looks for: a write past the end of a piece of memory, which only the address sanitizer sees.
@inline(never)
func writePastTheEnd(_ count: Int) {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { memory.deallocate() }
    (memory + count).pointee = 1
    require(memory[count] == 1, "kept, so that it is not left out")
}

/// Takes an input apart, front to back; zeros where it has ended.
struct Input {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func byte() -> UInt8 {
        guard position < bytes.count else { return 0 }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func take(_ count: Int) -> [UInt8] {
        let end = min(position + count, bytes.count)
        defer { position = end }
        return Array(bytes[position..<end])
    }

    /// Everything that is left.
    mutating func rest() -> [UInt8] { take(bytes.count) }
}
