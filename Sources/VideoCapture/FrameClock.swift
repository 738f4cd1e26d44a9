package import Media

/// Gives each frame of a camera its media time: the driver's stamp where it can be believed, else the moment the frame
/// arrived.
///
/// Drivers stamp with the wrong clock, jump, lag or stand still. Media time drives the mood and must neither run away nor
/// stop, so a stamp counts only near the arrival, and only if it moves.
package struct FrameClock: Sendable {
    /// What is wrong with a stamp.
    package enum Fault: Sendable, Hashable {
        /// The driver gives none.
        case missing
        /// It is of another time than the arrival.
        case elsewhere
        /// It is not later than the one before.
        case still
    }

    /// A stamp further than so many seconds from the arrival is not believed.
    private static let tolerance = 0.5
    /// For so many seconds after the last bad stamp the fault is spoken of.
    private static let faultSeconds = 60.0

    private var lastStamp: Double?
    private var latest: MediaTime?
    private var fault: (kind: Fault, at: Double)?

    package init() {}

    /// The media time of the next frame; never earlier than the one before.
    ///
    /// - Parameters:
    ///   - stamp: the driver's, in seconds on the clock of `arrival`; nil where it gives none.
    ///   - arrival: when the frame was there, in seconds on a clock that is never set.
    package mutating func time(stamp: Double?, arrival: Double) -> MediaTime {
        let kind = Self.fault(of: stamp, after: lastStamp, arrival: arrival)
        lastStamp = stamp ?? lastStamp
        if let kind { fault = (kind, arrival) }
        let wanted = MediaTime(seconds: kind == nil ? stamp ?? arrival : arrival)
        let time = latest.map { max($0, wanted) } ?? wanted
        latest = time
        return time
    }

    /// What was wrong with stamps lately; nil where nothing was.
    ///
    /// - Parameter moment: now, on the clock of arrivals.
    package func fault(at moment: Double) -> Fault? {
        guard let fault, moment - fault.at < Self.faultSeconds else { return nil }
        return fault.kind
    }

    /// What was wrong with stamps lately, in words; nil where nothing was.
    ///
    /// - Parameters:
    ///   - camera: its name.
    ///   - moment: now, on the clock of arrivals.
    package func oddity(of camera: String, at moment: Double) -> SourceOddity? {
        switch fault(at: moment) {
        case nil: nil
        case .missing:
            SourceOddity(
                "\(camera): the driver does not say when a frame was taken; the time of its arrival is used",
                isNotable: false)
        case .elsewhere, .still:
            SourceOddity(
                "\(camera): the times the driver stamps on frames are wrong; the time of their arrival is used",
                isNotable: true)
        }
    }

    private static func fault(of stamp: Double?, after last: Double?, arrival: Double) -> Fault? {
        guard let stamp else { return .missing }
        // Written so that what is no number fails too.
        guard abs(stamp - arrival) <= tolerance else { return .elsewhere }
        guard last.map({ stamp > $0 }) ?? true else { return .still }
        return nil
    }
}
