/// When the frames of a recording are to be shown: by their number where they follow one another evenly, and by the times that
/// the file says where they do not, as phones and screen recorders write them.
struct RecordingClock {
    /// Frames a second, as the file tells on the whole.
    let rate: Double
    private var isEven = true
    private var last = 0.0
    /// Where the present run through the file began, and what the file said of its first frame.
    private var began = 0.0, first = 0.0

    init(rate: Double) { self.rate = rate }

    /// The time of the next frame, in seconds from the first.
    ///
    /// - Parameters:
    ///   - number: of the frame in this run through the file, from 0.
    ///   - told: by the file, in seconds; what is no time, or goes back, is none.
    mutating func time(number: Int, told: Double) -> Double {
        let counted = Double(number) / rate
        if number == 0 { first = told.isFinite ? told : 0 }
        let told = told - first
        let isTold = told.isFinite && told > 0
        // Half a frame: times in a file are rounded, to milliseconds or worse.
        if isEven, isTold, abs(told - counted) > 0.5 / rate { isEven = false }
        // A frame without a time of its own comes with the one before.
        let time = isEven ? began + counted : isTold ? began + told : max(began, last)
        last = max(last, time)
        return last
    }

    /// The file begins again: a frame's length after its last one.
    mutating func beginAgain() { began = last + 1 / rate }
}
