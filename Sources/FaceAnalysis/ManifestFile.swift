import FoundationEssentials

/// Reads the JSON files that say how a network is used.
enum ManifestFile {
    /// - Parameter owner: whose manifest it is, for the message: "the face detector".
    /// - Throws: `FaceAnalysisError` if the file cannot be read.
    static func data(_ path: String, of owner: String) throws(FaceAnalysisError) -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw FaceAnalysisError(
                .manifestUnusable, "\(path): \(owner)'s manifest cannot be read; install the models again")
        }
    }

    /// What is wrong with the JSON, in a few words that name the key.
    static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context): "\"\(name(context.codingPath + [key]))\" is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "wrong type at \"\(name(context.codingPath))\""
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            "\"\(name(context.codingPath))\": \(context.debugDescription)"
        default: "damaged JSON"
        }
    }

    private static func name(_ path: [any CodingKey]) -> String {
        path.map(\.stringValue).joined(separator: ".")
    }
}
