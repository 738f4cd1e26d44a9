import COpenCV

/// Why faces cannot be found or read. Nothing here is about a single picture: a poor picture is no error.
package struct FaceAnalysisError: Error, CustomStringConvertible, Sendable {
    /// What is wrong.
    package enum Code: Sendable { case cascadeUnusable, modelUnusable, manifestUnusable, openCV }
    package var code: Code
    /// The whole sentence for a person: what, with which file, and what to do.
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// Calls a shim function and turns its message into a thrown error.
func checked(
    _ code: FaceAnalysisError.Code, _ context: String, _ body: (inout copencv_error) -> Int32
) throws(FaceAnalysisError) {
    var error = copencv_error()
    guard body(&error) == 0 else {
        let reason = withUnsafeBytes(of: error.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        throw FaceAnalysisError(code, "\(context): \(reason)")
    }
}
