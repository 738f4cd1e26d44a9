import ArgumentParser
import ControlProtocol
import ControlSocket

struct HistoryCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show which moods, shifts and playlists there were, and why.",
        discussion: """
            Without options it shows the last 24 hours. A moment is written as 15:42 (the last such), yesterday 15:42, \
            2026-03-01 15:42, a date, or how long ago it is: 2h, 3d.
            """)

    @Option(
        help: ArgumentHelp("Tell why the playlist changed at a moment, or did not.", valueName: "moment"))
    var at: String?
    @Option(help: ArgumentHelp("Begin at a moment.", valueName: "moment"))
    var from: String?
    @Option(help: ArgumentHelp("End at a moment.", valueName: "moment"))
    var to: String?
    @Flag(help: "Show the last seven days: shares of the moods by day and hour, shifts, likes.")
    var week = false
    @Flag(help: "Show the same of the last thirty days.")
    var month = false
    @Option(
        help: ArgumentHelp("Draw it into this file instead, as an SVG picture.", valueName: "file"),
        completion: .file(extensions: ["svg"]))
    var plot: String?
    @Option(
        help: ArgumentHelp("Print all of it for another program: csv, json or jspf (the songs).", valueName: "format"))
    var export: ExportFormat?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if plot != nil, output.json {
            throw ValidationError("--plot draws a picture and --json prints: use one of them.")
        }
        if week, month { throw ValidationError("--week and --month are two lengths of time: use one of them.") }
        if week || month, from != nil || to != nil {
            throw ValidationError("--week and --month end now: leave --from and --to out, or use them alone.")
        }
        if at != nil, from != nil || to != nil || week || month || plot != nil || export != nil {
            throw ValidationError("--at tells of one moment: use it alone, or with --json.")
        }
        if export != nil, plot != nil || output.json {
            throw ValidationError("--export prints in a format of its own: leave --plot and --json out.")
        }
    }

    func run(in context: ControlContext) throws {
        let period = try period(in: context)
        if let at { return try tell(try moment(at, "--at", in: context), in: context) }
        var client = try connection.connect(in: context)
        if let plot {
            try draw(try client.decodedHistory(period.query), period, into: plot, &client, in: context)
        } else if let export {
            try context.write(try HistoryExport(period: period).text(export, &client))
        } else if week || month, !output.json {
            let overview = HistoryOverview(
                history: try client.decodedHistory(period.query), likes: try likes(&client, period), period: period,
                calendar: context.calendar)
            try context.write(
                OverviewText(overview: overview, style: context.style).lines.joined(separator: "\n") + "\n")
        } else {
            try output.show(client.history(period.query), in: context, as: History.self) {
                HistoryText(history: $0, now: context.now(), calendar: context.calendar, style: context.style).lines
            }
        }
    }

    // MARK: Times

    private func period(in context: ControlContext) throws -> HistoryPeriod {
        let now = context.now()
        if week || month {
            let begin = context.calendar.moment(0, 0, days: week ? -6 : -29, of: now)
            return HistoryPeriod(from: begin, to: now, query: HistoryQuery(from: begin))
        }
        let end = try to.map { try moment($0, "--to", in: context).end }
        let begin = try from.map { try moment($0, "--from", in: context).begin }
        let last = end ?? now
        if let begin, begin > last {
            throw CommandFailure(
                message: "--from is later than --to: the history would be empty", mend: "emotunesctl help history")
        }
        return HistoryPeriod(
            from: begin ?? Timestamp(secondsSince1970: last.secondsSince1970 - HistoryQuery.usualSeconds), to: last,
            query: HistoryQuery(from: begin, to: end))
    }

    private func moment(_ text: String, _ option: String, in context: ControlContext) throws -> MomentText.Moment {
        guard let moment = MomentText(now: context.now(), calendar: context.calendar).moment(text) else {
            throw CommandFailure(
                message: "\(option) \(text): no such moment; write \(MomentText.allowed)",
                mend: "emotunesctl help history")
        }
        return moment
    }

    // MARK: One moment

    /// What followed is looked at for so many seconds.
    private static let ahead = 6 * 3600.0
    /// What was before it is looked for in so many of the newest entries of each list, as far back as anything is kept.
    private static let entriesBefore = 400
    private static let secondsBefore = 400 * 86_400.0

    private func tell(_ moment: MomentText.Moment, in context: ControlContext) throws {
        guard moment.begin <= context.now() else {
            throw CommandFailure(
                message: "that is still to come: --at tells of what was", mend: "emotunesctl history")
        }
        var client = try connection.connect(in: context)
        func seconds(_ later: Double) -> Timestamp {
            Timestamp(secondsSince1970: moment.end.secondsSince1970 + later)
        }
        let before = HistoryQuery(from: seconds(-Self.secondsBefore), to: moment.end, limit: Self.entriesBefore)
        let after = HistoryQuery(from: moment.end, to: seconds(Self.ahead))
        if output.json {
            return try context.write((try client.history(before)).prettyText + "\n")
        }
        let facts = MomentFacts(
            before: try client.decodedHistory(before), after: try client.decodedHistory(after), begin: moment.begin,
            end: moment.end, now: context.now())
        let story = MomentStory(facts: facts, calendar: context.calendar, style: context.style)
        try context.write(story.lines.joined(separator: "\n") + "\n")
    }

    // MARK: Pictures

    private func draw(
        _ history: History, _ period: HistoryPeriod, into path: String, _ client: inout ControlClient,
        in context: ControlContext
    ) throws {
        let calendar = context.calendar
        if period.seconds > HistoryPlot.longestSeconds {
            let overview = HistoryOverview(
                history: history, likes: try likes(&client, period), period: period, calendar: calendar)
            try OutputFile.write(OverviewPlot(overview: overview).svg, to: path)
            try context.write("Drew \(calendar.day(period.from)) to \(calendar.day(period.to)) into \(path).\n")
        } else {
            try OutputFile.write(HistoryPlot(history: history, end: period.to, calendar: calendar).svg, to: path)
            try context.write(
                "Drew the \(to == nil ? "last " : "")24 hours\(to == nil ? "" : " before") into \(path).\n")
        }
    }

    /// When songs were liked in that time.
    private func likes(_ client: inout ControlClient, _ period: HistoryPeriod) throws -> [Timestamp] {
        let opinions = try client.opinions()["opinions"] ?? .null
        let all = (try? opinions.decoded(as: [Opinion].self)) ?? []
        return all.filter { $0.verdict == .like && $0.at >= period.from && $0.at <= period.to }.map(\.at)
    }
}

/// The time a history is of.
struct HistoryPeriod {
    let from: Timestamp, to: Timestamp
    /// What the daemon is asked.
    let query: HistoryQuery

    var seconds: Double { to.secondsSince1970 - from.secondsSince1970 }
}
