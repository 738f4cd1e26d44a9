import Curation
import Glibc

extension SeededGenerator {
    /// A value whose logarithm is uniform.
    mutating func logUniform(_ least: Double, _ most: Double) -> Double {
        exp(uniform(log(least), log(most)))
    }

    mutating func exponential(mean: Double) -> Double { -mean * log(1 - unit()) }

    /// Mean 0, deviation 1 (Box and Muller 1958).
    mutating func normal() -> Double {
        (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
    }
}
