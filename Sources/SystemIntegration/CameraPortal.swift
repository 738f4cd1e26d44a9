package import MessageBus
import Platform

/// The desktop's portal for cameras (xdg-desktop-portal), which asks the person and keeps what they said. Used by one
/// thread.
package final class CameraPortal {
    /// What became of asking.
    package enum Answer: Equatable, Sendable {
        /// A connection to PipeWire that shows the cameras; it belongs to whoever asked.
        case connection(Int32)
        /// There is no session bus, or no portal on it that knows cameras.
        case absent
        /// The wait was interrupted; asking again goes on waiting.
        case interrupted
        /// The person does not want it, or said nothing for long.
        case refused
    }

    private let bus: Bus?
    private let now: () -> Double
    /// The question that is before the person, and since when.
    private var question: (path: String, since: Double)?
    private var responses: [String: UInt32] = [:]

    private static let name = "org.freedesktop.portal.Desktop"
    private static let path = "/org/freedesktop/portal/desktop"
    private static let interface = "org.freedesktop.portal.Camera"
    private static let request = "org.freedesktop.portal.Request"
    /// A portal that is not yet there is started by the call.
    private static let patienceSeconds = 5.0
    /// So long a person may take.
    private static let answerSeconds = 120.0

    /// - Parameters:
    ///   - bus: the session's; nil where there is none.
    ///   - now: seconds on a clock that is never set.
    package init(bus: Bus?, now: @escaping () -> Double = monotonicSeconds) {
        self.bus = bus
        self.now = now
    }

    /// Asks for the cameras, or goes on waiting for the answer.
    ///
    /// - Parameter wait: waits so many seconds, or until the descriptor has one of the events; false where it was
    ///   interrupted.
    package func ask(wait: (Double, Int32, Int16) -> Bool) -> Answer {
        guard let bus else { return .absent }
        do {
            if question == nil {
                bus.setPatience(Self.patienceSeconds)
                try bus.listen("type='signal',sender='\(Self.name)',interface='\(Self.request)',member='Response'") {
                    [unowned self] signal in responses[signal.path] = signal.reader.number()
                }
                let path = try bus.ask(
                    "AccessCamera", of: Self.interface, at: Self.path, on: Self.name, [.dictionary([])]
                ) { MessageReader($0).text("o") }
                question = (path, now())
            }
            guard let question else { return .absent }
            while true {
                try bus.process()
                if let response = responses[question.path] {
                    self.question = nil
                    return response == 0 ? .connection(try connection(bus)) : .refused
                }
                let left = question.since + Self.answerSeconds - now()
                guard left > 0 else { return .refused }
                let most = bus.timeout.map { min(left, Double($0) / 1000) } ?? left
                guard wait(most, bus.descriptor, bus.events) else { return .interrupted }
            }
        } catch {
            question = nil
            return Self.isRefusal(error) ? .refused : .absent
        }
    }

    private func connection(_ bus: Bus) throws(BusError) -> Int32 {
        try bus.ask("OpenPipeWireRemote", of: Self.interface, at: Self.path, on: Self.name, [.dictionary([])]) {
            MessageReader($0).descriptor()
        }
    }

    private static func isRefusal(_ error: BusError) -> Bool {
        ["org.freedesktop.portal.Error.NotAllowed", "org.freedesktop.DBus.Error.AccessDenied"].contains(error.name)
    }
}
