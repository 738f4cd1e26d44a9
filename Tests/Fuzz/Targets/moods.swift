import Songs

/// A text with mood words: shares of the four moods, or none, and what is not known of it.
func judge(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let reading = MoodVocabulary.shared.read(text)
    require(MoodVocabulary.shared.read(text) == reading, "a text says something else the second time")
    require(reading.unknown.allSatisfy { !$0.isEmpty && text.contains($0) }, "a word that is not there")
    require(reading.label == nil || reading.known > 0, "a mood without a word")
    guard let label = reading.label else { return }
    let shares = SongMood.allCases.map { label[$0] }
    require(shares.allSatisfy { (0...1).contains($0) }, "a share that is none")
    require(abs(shares.reduce(0, +) - 1) < 1e-9, "shares that are not one together")
    require(MoodLabel(packed: label.packed) == label, "a label that is not kept")
    require(label.single == nil || label.single == label.dominant, "one mood that is not the strongest")
    let scores = MoodEvidence.scores(label: label)
    require(
        abs(scores.happy + scores.sad + scores.energetic + scores.calm - 1) < 1e-9, "scores that are not one together")
    plant(label, reading)
}

private func plant(_ label: MoodLabel, _ reading: MoodVocabulary.Reading) {
    #if PLANTED_BUG
        if label[.sad] == 0, label[.calm] > 0, reading.known > 1 { writePastTheEnd(reading.known) }
    #endif
}
