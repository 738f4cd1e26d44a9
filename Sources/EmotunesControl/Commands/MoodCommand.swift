import ArgumentParser
import ControlProtocol
import ControlSocket

struct MoodCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mood", abstract: "Say what your mood is where EmoTunes is wrong, and take it back.",
        discussion: """
            What you say holds for a while: the playlist follows it, whatever your face shows. It also teaches: the looks of \
            the two minutes before are taken for that mood, so that the same face is not misread so easily again. One \
            correction teaches little, three teach a face that always looks sad.
            """,
        subcommands: [MoodShowCommand.self, MoodSetCommand.self, MoodAutoCommand.self, MoodForgetCommand.self],
        defaultSubcommand: MoodShowCommand.self)
}

struct MoodShowCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show whether your mood is held, and what you have said of it.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    /// What `--json` prints.
    private struct Answer: Codable {
        var moodHold: MoodHold?
        var corrections: [Correction]
    }

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let status = try client.call(.getStatus)["status"]
        let corrections = try client.opinions()["corrections"]
        let answer: JSONValue = ["moodHold": status?["moodHold"] ?? .null, "corrections": corrections ?? []]
        try output.show(answer, in: context, as: Answer.self) { answer in
            let mood = (try? status?.withoutControlCharacters.decoded(as: Status.self))?.mood?.name
            let looks = mood.map { "The looks decide: your mood is read as \($0.rawValue)." } ?? "No mood is known yet."
            let hold = answer.moodHold.map { HoldText(hold: $0, context: context).sentence } ?? looks
            let table = CorrectionText(corrections: answer.corrections, context: context).lines
            return [hold] + (table.isEmpty ? [] : [""] + table)
        }
    }
}

struct MoodSetCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Say what your mood is; it is held for a while.")

    @Argument(
        help: "What it is: \(MoodName.words.joined(separator: ", ")).", completion: .list(MoodName.words),
        transform: { word in
            guard MoodName.words.contains(word) else {
                throw ValidationError("the moods are \(MoodName.words.joined(separator: ", ")).")
            }
            return word
        })
    var mood: String
    @Argument(
        help: "For how long, one minute to a day: 15m, 2h, 1h30m. An hour if left out.",
        transform: HoldDuration.init(parsing:))
    var duration: HoldDuration?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let held = try client.call(.getStatus)["status"]?["moodHold"]?["mood"]?.string
        _ = try client.call(
            .setMood, ["mood": .string(mood), "seconds": duration.map { .integer(Int64($0.seconds)) } ?? .null],
            timeout: .seconds(60))
        let seconds = duration?.seconds ?? ControlInterface.usualHoldSeconds
        let end = Timestamp(secondsSince1970: context.now().secondsSince1970 + Double(seconds))
        let sentence =
            "Your mood is \(mood) until \(context.calendar.text(end, now: context.now())), or until `emotunesctl mood auto`."
        guard !output.json else { return try output.confirm("", &client, in: context) }
        var taught: String? = "You had said so already: there is nothing new to learn."
        if held != mood {
            let all = try? client.opinions()["corrections"]?.withoutControlCharacters.decoded(as: [Correction].self)
            taught = all?.last?.lesson
        }
        try output.confirm([sentence, taught].compactMap(\.self).joined(separator: " "), &client, in: context)
    }
}

extension Correction {
    /// What came of it for the way the face is read.
    var lesson: String {
        guard let read else {
            return looks == 0
                ? "Your face was not seen before, so there is nothing to learn from."
                : "Your face was hardly seen before, so there is nothing to learn from."
        }
        let looked = "You looked \(read == mood ? "so" : read.rawValue) before"
        switch (teaches, read) {
        case (true, mood): return looked + ", too; what else that face shows counts a little less from now on."
        case (true, .neutral):
            return looked + ", if barely: what else that face shows is weighed a little anew from now on."
        case (true, _): return looked + ": that face counts a little less from now on."
        case (false, mood): return looked + ", too: there is nothing to learn."
        case (false, .neutral): return looked + ", which says nothing of a mood: there is nothing to learn."
        case (false, _): return looked + ": there is nothing to learn."
        }
    }
}

struct MoodAutoCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "auto", abstract: "Let your looks decide again.",
        discussion: "Within ten minutes of `mood set` what that taught is forgotten, too: it was a slip.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        _ = try client.call(.autoMood)
        try output.confirm("Your looks decide again.", &client, in: context)
    }
}

struct MoodForgetCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Take back what a correction taught, or what all of them did.")

    @Argument(help: "Its number, as `mood` shows it; all if left out.")
    var number: Int?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let reply = try client.call(.forgetCorrection, ["id": number.map { .integer(Int64($0)) } ?? .null])
        let count = (try? reply["forgotten"]?.decoded(as: Int.self)) ?? 0
        let what = number.map { "correction \($0)" } ?? "all corrections (\(count))"
        try output.confirm("Forgot \(what) and what was learnt from it.", &client, in: context)
    }
}

/// How long a mood is to be held.
struct HoldDuration: Equatable {
    let seconds: Int

    init(parsing text: String) throws {
        seconds = try Durations.seconds(
            text, within: ControlInterface.holdSeconds, examples: "15m, 1h30m or 2h",
            otherwise: "A mood is held from one minute to a day.")
    }
}

/// A held mood in a sentence.
struct HoldText {
    let hold: MoodHold
    let context: ControlContext

    var sentence: String {
        let (since, until) = (time(hold.since), time(hold.until))
        return "Your mood is held: \(hold.mood.rawValue) until \(until), as \(hold.by) said at \(since); "
            + "`emotunesctl mood auto` lets it go."
    }

    private func time(_ moment: Timestamp) -> String { context.calendar.text(moment, now: context.now()) }
}

/// What was said of the mood, as a table for people, the oldest first.
struct CorrectionText {
    let corrections: [Correction]
    let context: ControlContext

    var lines: [String] {
        guard !corrections.isEmpty else { return [] }
        return ["What you have said of your mood:"] + corrections.map(line)
            + [context.style.dim("`emotunesctl mood forget NUMBER` takes back what one has taught.")]
    }

    private func line(_ correction: Correction) -> String {
        let read = correction.read.map { $0 == correction.mood ? "as it was read" : "not \($0.rawValue)" } ?? ""
        let cells = [
            Columns.padLeft(String(correction.id), 3), Columns.pad(correction.mood.rawValue, 9),
            Columns.pad(read, 14), Columns.pad(correction.teaches ? "taught" : "taught nothing", 14),
            context.style.dim(
                "\(context.calendar.text(correction.at, now: context.now())), by \(correction.by)"),
        ]
        return cells.joined(separator: "  ")
    }
}
