/// Why a measurement cannot be made; the text is for the person who asked for it.
struct EvaluationError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
