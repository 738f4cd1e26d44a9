import Foundation
import Media
import TestSupport
import Testing

@testable import VideoCapture

@Suite struct ImageFolderTests {
    /// A grey picture of four by four, as PGM.
    private func picture(_ grey: UInt8) -> Data { Data("P5 4 4 255\n".utf8) + Data(repeating: grey, count: 16) }

    private func write(_ files: [String: Data], to folder: String) throws {
        for (name, content) in files { try content.write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
    }

    /// The greys that the folder shows, and what was said of it.
    private func shown(_ folder: String) throws -> (greys: [UInt8], said: [String]) {
        let source = try ImageFolderSource(folder: folder, atFullSpeed: true, repeats: false, waker: CaptureWaker())
        var frame = GreyFrame()
        var greys: [UInt8] = [], said: [String] = []
        while try source.next(notBefore: nil, into: &frame) == .frame {
            greys.append(frame.pixels.first ?? 0)
            if let oddity = source.oddity, said.last != oddity.sentence { said.append(oddity.sentence) }
        }
        return (greys, said)
    }

    @Test func badPicturesAreLeftOutAndNamed() throws {
        try withTemporaryFolder { folder in
            try write(
                ["a.pgm": picture(10), "b.pgm": Data("no picture".utf8), "c.png": Data(), "d.pgm": picture(40)],
                to: folder)
            try FileManager.default.createDirectory(atPath: "\(folder)/e.jpg", withIntermediateDirectories: false)
            let (greys, said) = try shown(folder)
            #expect(greys == [10, 40])
            #expect(said.first?.hasSuffix("c.png: not a picture that can be decoded; it is left out") == true)
        }
    }

    @Test func hiddenFilesAreNoPictures() throws {
        try withTemporaryFolder { folder in
            try write(
                ["._a.jpg": Data("resource fork".utf8), ".hidden.pgm": picture(1), "a.pgm": picture(10)], to: folder)
            let (greys, said) = try shown(folder)
            #expect(greys == [10])
            #expect(said.isEmpty)
        }
    }

    @Test func aFolderOfNothingReadableSaysSo() throws {
        try withTemporaryFolder { folder in
            try write(["a.pgm": Data("x".utf8), "b.png": Data("y".utf8)], to: folder)
            let error = #expect(throws: CaptureError.self) { _ = try shown(folder) }
            #expect(error?.description.hasPrefix("none of the pictures can be read: ") == true)
        }
    }
}
