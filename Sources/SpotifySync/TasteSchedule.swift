import FoundationEssentials
import SpotifyWebAPI

/// When the account was asked about its listener, and when it is again.
struct TasteSchedule: Sendable {
    /// What can be asked, each in one request.
    enum Question: String, CaseIterable, Sendable, Codable {
        case recent, top, saved, playlist

        /// Seconds between two answers: what was heard changes by the hour, the rest by the day.
        var interval: Double { self == .recent ? 3600 : 86_400 }

        var scope: Scope {
            switch self {
            case .recent: .readRecent
            case .top: .readTop
            case .saved: .readLibrary
            case .playlist: .readPlaylists
            }
        }
    }

    var answeredAt: [Question: Date] = [:]

    func secondsUntilDue(now: Date) -> Double {
        Question.allCases.map { question in
            guard let last = answeredAt[question] else { return 0 }
            // A clock that was set back must not put off a question for ever.
            return min(max(0, last.addingTimeInterval(question.interval).timeIntervalSince(now)), question.interval)
        }.min() ?? 0
    }

    func due(now: Date) -> Question? {
        Question.allCases.first { question in
            guard let last = answeredAt[question] else { return true }
            let age = now.timeIntervalSince(last)
            return age >= question.interval || age < -question.interval
        }
    }
}
