import Foundation
package import Testing

extension Trait where Self == ConditionTrait {
    /// For a test that takes seconds: left out of the quick run, `make test`, which sets EMOTUNES_QUICK.
    package static var takesLong: ConditionTrait {
        .disabled(if: ProcessInfo.processInfo.environment["EMOTUNES_QUICK"] == "1", "make test-all runs it")
    }
}
