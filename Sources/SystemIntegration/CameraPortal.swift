package import MessageBus
import Platform

/// The desktop's portal for cameras (xdg-desktop-portal), which asks the person and keeps what they said. Used by one
/// thread.
package final class CameraPortal {
    /// What became of asking.
    package enum Answer: Equatable, Sendable {
        /// A connection to PipeWire that shows the cameras; the caller closes it.
        case connection(Int32)
        /// There is no session bus, or no portal on it that knows cameras.
        case absent
        /// The wait was interrupted; asking again goes on waiting.
        case interrupted
        /// The person does not want it.
        case refused
        /// The person has said nothing for long; the question stays before them, and asking again looks for the answer.
        case unanswered
        /// There is a portal, and no answer of it that can be understood. That is no consent.
        case silent
    }

    private let open: () throws(BusError) -> Bus
    private let now: () -> Double
    /// Made at the first question, and anew once it has failed.
    private var bus: Bus?
    /// The question that is before the person, and since when.
    private var question: (path: String, since: Double)?
    private var responses: [String: UInt32] = [:]
    private var refusedAt: Double?
    /// Whether a portal ever took a question: a bus that is gone then has broken.
    private var hasAsked = false

    private static let name = "org.freedesktop.portal.Desktop"
    private static let path = "/org/freedesktop/portal/desktop"
    private static let interface = "org.freedesktop.portal.Camera"
    private static let request = "org.freedesktop.portal.Request"
    /// A portal that is not yet there is started by the call.
    private static let patienceSeconds = 5.0
    /// So long a person may take before it is said that they are waited for.
    private static let answerSeconds = 120.0
    /// So long a refusal holds, and so old a question may become, before the person is asked again.
    private static let pauseSeconds = 600.0

    /// - Parameters:
    ///   - open: connects to the session's bus.
    ///   - now: seconds on a clock that is never set.
    package init(
        open: @escaping () throws(BusError) -> Bus = { () throws(BusError) in try Bus.user() },
        now: @escaping () -> Double = monotonicSeconds
    ) {
        self.open = open
        self.now = now
    }

    /// A refusal no longer holds: the next question is put.
    package func forgetRefusal() { refusedAt = nil }

    /// Asks for the cameras, or goes on waiting for the answer.
    ///
    /// - Parameter wait: waits so many seconds, or until the descriptor has one of the events; false where it was
    ///   interrupted.
    package func ask(wait: (Double, Int32, Int16) -> Bool) -> Answer {
        if let refusedAt, now() - refusedAt < Self.pauseSeconds { return .refused }
        refusedAt = nil
        do throws(BusError) {
            guard let bus = try connected(), let question = try question(on: bus) else { return .absent }
            while true {
                try bus.process()
                if let response = responses[question.path] {
                    self.question = nil
                    guard response == 0 else { return refused }
                    return .connection(try connection(bus))
                }
                let left = question.since + Self.answerSeconds - now()
                guard left > 0 else { return .unanswered }
                let most = bus.timeout.map { min(left, Double($0) / 1000) } ?? left
                guard wait(most, bus.descriptor, bus.events) else { return .interrupted }
            }
        } catch {
            // With the connection goes a question that is open, and one that a slow portal has yet to put.
            (bus, question) = (nil, nil)
            return Self.isRefusal(error) ? refused : .silent
        }
    }

    private var refused: Answer {
        refusedAt = now()
        return .refused
    }

    /// The bus, listened to; nil where the session has none.
    private func connected() throws(BusError) -> Bus? {
        if let bus {
            if (try? bus.process()) != nil { return bus }
            (self.bus, question) = (nil, nil)
        }
        let opened: Bus
        do throws(BusError) {
            opened = try open()
        } catch {
            guard error.isBusless, !hasAsked else { throw error }
            return nil
        }
        opened.setPatience(Self.patienceSeconds)
        try opened.listen("type='signal',sender='\(Self.name)',interface='\(Self.request)',member='Response'") {
            [unowned self] signal in responses[signal.path] = signal.reader.number()
        }
        bus = opened
        return opened
    }

    /// The question that is before the person, put where there is none; nil where no portal is there to put it.
    private func question(on bus: Bus) throws(BusError) -> (path: String, since: Double)? {
        if let question {
            let isFresh = now() - question.since < Self.pauseSeconds
            if isFresh || responses[question.path] != nil { return question }
            // It may have gone with a portal that began anew.
            _ = try? bus.ask("Close", of: Self.request, at: question.path, on: Self.name) { _ in true }
        }
        responses = [:]
        do throws(BusError) {
            let path = try bus.ask(
                "AccessCamera", of: Self.interface, at: Self.path, on: Self.name, [.dictionary([])]
            ) { MessageReader($0).text("o") }
            (question, hasAsked) = ((path, now()), true)
            return question
        } catch {
            guard error.isUnknown else { throw error }
            question = nil
            return nil
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
