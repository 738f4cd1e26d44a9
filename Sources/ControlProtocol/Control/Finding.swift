/// What one check of `emotunesctl doctor` found: an element of its JSON, and of what `emotunesd --check` prints.
package struct Finding: Codable, Sendable, Hashable {
    /// How good it is.
    package enum Verdict: String, WireWord {
        case ok, warning, problem
        case unrecognised
    }

    /// What was looked at, in words joined by underscores.
    package var check: String
    /// How good that is.
    package var verdict: Verdict
    /// What was found, for people.
    package var detail: String
    /// What to do about it; nil where nothing need be done.
    package var fix: String?

    package init(_ check: String, _ verdict: Verdict, _ detail: String, fix: String? = nil) {
        self.check = check
        self.verdict = verdict
        self.detail = detail
        self.fix = fix
    }
}

/// Several findings, as they are printed.
package struct Findings: Codable, Sendable, Hashable {
    /// In the order in which they were made.
    package var findings: [Finding]

    package init(_ findings: [Finding]) {
        self.findings = findings
    }

    /// Whether any of them is a problem.
    package var hasProblems: Bool { findings.contains { $0.verdict == .problem } }
}
