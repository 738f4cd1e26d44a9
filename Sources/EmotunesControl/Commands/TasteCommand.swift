import ArgumentParser
import ControlProtocol
import ControlSocket

struct TasteCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what you said of songs and what was learnt; take it back (the default).",
        discussion: """
            Likes, dislikes, skips and repeats change what is chosen, most in the mood they belong to. This is all of it; \
            curation.learn = false leaves it unused, except that a dislike is never offered. What you said of your mood is \
            here too; `emotunesctl mood forget` takes one of those back.
            """)

    @Option(help: ArgumentHelp("Forget one: its number in the table.", valueName: "number"))
    var forget: Int?
    @Flag(help: "Forget all of it.")
    var reset = false

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if reset, forget != nil { throw ValidationError("--reset forgets everything: leave --forget out.") }
    }

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        if reset {
            let reply = try client.call(.forgetOpinions)
            let count = (try? reply["forgotten"]?.decoded(as: Int.self)) ?? 0
            return try output.confirm("Forgot all that was said and learnt (\(count)).", &client, in: context)
        }
        let reply = try client.opinions()
        let opinions = reply["opinions"] ?? .null
        let corrections = try? (reply["corrections"] ?? []).withoutControlCharacters.decoded(as: [Correction].self)
        let account = try? (reply["account"] ?? .null).withoutControlCharacters.decoded(as: AccountTaste.self)
        guard let forget else {
            var listing: TasteListing?, unread: String?
            do {
                listing = try JSONValue.object(client.call(.getTaste)).withoutControlCharacters.decoded()
            } catch ControlClientError.refused(let failure) {
                unread = failure.advice
            } catch {
                // A daemon of before has no such method.
            }
            return try output.show(opinions, in: context, as: [Opinion].self) {
                FeedbackText(opinions: $0, account: account, corrections: corrections ?? [], context: context).lines
                    + (listing.map { TasteText.lines($0, context) } ?? []) + (unread.map { ["", $0] } ?? [])
            }
        }
        guard let all = try? opinions.withoutControlCharacters.decoded(as: [Opinion].self) else {
            throw CommandFailure.otherVersion(": what it learnt cannot be read")
        }
        guard all.indices.contains(forget - 1) else {
            throw CommandFailure(
                message: "there is no number \(forget); there are \(all.count)", mend: "emotunesctl taste")
        }
        let opinion = all[forget - 1]
        _ = try client.call(.feedback, ["uri": .string(opinion.uri), "verdict": .string(Verdict.clear.rawValue)])
        try output.confirm("Forgot what was said and learnt of \(opinion.title ?? opinion.uri).", &client, in: context)
    }
}

/// All feedback as a table for people, the oldest first.
struct FeedbackText {
    let opinions: [Opinion]
    /// What the Spotify account told; nil where it told nothing.
    var account: AccountTaste?
    /// What was said of the mood.
    var corrections: [Correction] = []
    let context: ControlContext

    var lines: [String] {
        let said = CorrectionText(corrections: corrections, context: context).lines
        return told + learnt + (said.isEmpty ? [] : [""] + said)
    }

    /// What the account told, in a sentence.
    private var learnt: [String] {
        guard let account else { return [] }
        let counts = [
            (account.top, "played most"), (account.recent, "played lately"), (account.saved, "saved"),
            (account.playlist, "in the playlist visited last"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let artists = account.artists.isEmpty ? "" : ", most by " + account.artists.joined(separator: ", ")
        return [
            "", "From your Spotify account: songs \(counts.joined(separator: ", "))\(artists).",
            context.style.dim("spotify.taste = false leaves it unused; `emotunesctl logout` forgets it."),
        ]
    }

    private var told: [String] {
        guard !opinions.isEmpty else {
            let hint = "Nothing yet: `emotunesctl like 3` says that you like the playlist's third song."
            return [context.style.dim(hint)]
        }
        return opinions.enumerated().map { number, opinion in
            let artists = opinion.artists.map { " – " + $0.joined(separator: ", ") } ?? ""
            let mood = opinion.mood.map { $0 == .unrecognised ? "" : "in a \($0.rawValue) mood, " } ?? ""
            let cells = [
                Columns.padLeft(String(number + 1), 3), Columns.pad(word(opinion), 12),
                context.style.bold(opinion.title ?? opinion.uri) + artists,
                context.style.dim(mood + context.calendar.text(opinion.at, now: context.now())),
            ]
            return cells.joined(separator: "  ")
        }
    }

    private func word(_ opinion: Opinion) -> String {
        switch opinion.verdict {
        case .like: "liked"
        case .dislike: "disliked"
        case .heard where opinion.balance < 0: "skipped \(-opinion.balance)×"
        case .heard: "repeated \(opinion.balance)×"
        case .unrecognised: "?"
        }
    }
}
