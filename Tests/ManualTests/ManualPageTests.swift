import Testing

@testable import emotunes_manual

@Suite struct ManualPageTests {
    private func page(_ program: CommandDescription) -> [Substring] {
        ManualPage(
            program: program, section: 8, date: "March 1, 2026", version: "1.2.3",
            others: [("a", 1), ("b", 8), (program.commandName, 8)]
        ).text.split(separator: "\n")
    }

    private func option(_ name: String, kind: ArgumentDescription.Kind) -> ArgumentDescription {
        let name = ArgumentDescription.Name(kind: "long", name: name)
        return ArgumentDescription(
            kind: kind, shouldDisplay: true, isOptional: true, isRepeating: false, names: [name], preferredName: name,
            valueName: "file", abstract: "Says it.")
    }

    @Test func aProgramBecomesAPage() {
        let lines = page(
            CommandDescription(
                commandName: "prog", abstract: "Does a thing.",
                discussion: "One. Two `x`.\n\nExit status: 0 done.\n\nFiles: none.",
                arguments: [option("plot", kind: .option), option("json", kind: .flag), option("help", kind: .flag)],
                subcommands: []))
        #expect(
            lines == [
                ".Dd March 1, 2026", ".Dt PROG 8", ".Os EmoTunes 1.2.3", ".Sh NAME", ".Nm prog", ".Nd does a thing",
                ".Sh SYNOPSIS", ".Nm", ".Op Fl -plot Ar file", ".Op Fl -json", ".Sh DESCRIPTION", "Does a thing.",
                ".Pp",
                "One.", "Two \\fBx\\fR.", ".Pp", "The options are:", ".Bl -tag -width Ds", ".It Fl -plot Ar file",
                "Says it.", ".It Fl -json", "Says it.", ".El", ".Sh FILES", "None.", ".Sh EXIT STATUS", "0 done.",
                ".Sh SEE ALSO", ".Xr a 1 ,", ".Xr b 8",
            ])
    }

    @Test func subcommandsAreNamedInFull() {
        let list = CommandDescription(commandName: "list", abstract: "Lists.")
        let lines = page(
            CommandDescription(
                commandName: "prog",
                subcommands: [
                    CommandDescription(commandName: "camera", subcommands: [list]),
                    CommandDescription(commandName: "help"),
                ]))
        #expect(lines.contains(".Ss camera list") && lines.contains(".Cm camera list"))
        #expect(!lines.contains(".Ss help") && !lines.contains(".Ss camera"))
    }

    @Test func textIsNeverTakenForACommand() {
        let lines = page(CommandDescription(commandName: "prog", abstract: ".hidden \\files"))
        #expect(lines.contains("\\&.hidden \\efiles"))
    }
}
