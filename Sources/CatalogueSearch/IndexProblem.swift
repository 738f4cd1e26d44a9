/// Why an index file cannot be used and has to be built again.
package enum IndexProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case missing
    /// Another format, an older version, or no index file.
    case foreign
    /// Too short, or a checksum or offset is wrong.
    case damaged(String)
    /// Built from another revision of the catalogue.
    case stale(revision: Int64, wanted: Int64)

    package var description: String {
        switch self {
        case .missing: "there is no index"
        case .foreign: "the index is of another version"
        case .damaged(let finding): "the index is damaged: \(finding)"
        case .stale(let revision, let wanted): "the index is of revision \(revision), the catalogue of \(wanted)"
        }
    }
}
