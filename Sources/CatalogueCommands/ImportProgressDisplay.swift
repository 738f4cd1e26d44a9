import CatalogueImport
import EmotunesControl
import Platform

/// Shows the progress of an import on standard error: a bar on a terminal, a line every five seconds elsewhere.
final class ImportProgressDisplay {
    private let context: ControlContext
    private let clock: () -> Double
    private let began: Double
    private var lastDrawn = -Double.infinity
    private var isBarShown = false

    /// Seconds between two updates.
    private var interval: Double { context.isErrorTerminal ? 0.1 : 5 }

    /// - Parameter clock: seconds on a monotonic clock.
    init(_ context: ControlContext, clock: @escaping () -> Double = Platform.monotonicSeconds) {
        self.context = context
        self.clock = clock
        began = clock()
        // The first plain line comes after an interval, so that a short import prints none.
        if !context.isErrorTerminal { lastDrawn = began }
    }

    func advance(_ progress: ImportProgress) {
        let now = clock()
        guard now - lastDrawn >= interval else { return }
        lastDrawn = now
        let seconds = max(now - began, 0.001)
        let fraction = progress.bytesTotal > 0 ? Double(progress.bytesRead) / Double(progress.bytesTotal) : nil
        var parts: [String] = []
        if let fraction { parts.append(percent(fraction)) }
        parts.append("\(grouped(progress.rows)) rows")
        parts.append("\(grouped(Int(Double(progress.rows) / seconds))) rows/s")
        if let fraction, fraction > 0.01 { parts.append(Self.left(seconds * (1 - fraction) / fraction)) }
        show(fraction, parts.joined(separator: ", "))
    }

    func enter(_ phase: ImportPhase) {
        switch phase {
        case .read: break
        case .moods: show(1, "finding moods")
        case .index: show(1, "building the index")
        case .commit: show(1, "writing it down")
        }
    }

    /// Clears the bar.
    func finish() {
        if isBarShown { context.writeError("\r\u{1B}[K") }
        isBarShown = false
    }

    private func show(_ fraction: Double?, _ text: String) {
        guard context.isErrorTerminal else {
            // The last phases are reported only if the import has taken longer than an interval.
            if clock() - began >= interval || fraction != 1 { context.writeError("importing: \(text)\n") }
            return
        }
        let bar = fraction.map { "[\(Bars.bar($0, width: 24))] " } ?? ""
        let width = (context.terminalSize()?.columns ?? 80) - 1
        context.writeError("\r" + Columns.cut(bar + text, width) + "\u{1B}[K")
        isBarShown = true
    }

    private static func left(_ seconds: Double) -> String {
        let whole = Int(min(seconds.rounded(.up), 359_999))
        return whole < 60 ? "\(whole) s left" : "\(whole / 60) min \(whole % 60) s left"
    }
}
