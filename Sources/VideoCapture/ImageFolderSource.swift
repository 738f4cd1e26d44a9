import Glibc
package import Media
import Platform

/// A folder of pictures, two a second in the order of their names. One that cannot be read is left out, and so are hidden
/// files: some systems put such beside every picture.
package final class ImageFolderSource: FrameSource {
    package let summary: String
    package var framesSeen: Int { index }
    private let reader: PictureFile
    private let paths: [String]
    private let repeats: Bool
    private var pace: Pace
    private var index = 0
    private var unreadable: Set<String> = []
    /// The latest that was left out.
    package private(set) var oddity: SourceOddity?

    private static let secondsPerPicture = 0.5
    private static let endings = ["png", "jpg", "jpeg", "pgm", "ppm", "bmp", "webp", "tif", "tiff"]

    /// - Throws: `CaptureError` if the folder is missing or holds no picture.
    package init(folder: String, atFullSpeed: Bool, repeats: Bool, waker: CaptureWaker) throws(CaptureError) {
        reader = try PictureFile()
        paths = try Self.pictures(in: folder)
        self.repeats = repeats
        pace = Pace(waker: waker, atFullSpeed: atFullSpeed)
        summary = "\(paths.count) pictures in \(folder)"
    }

    package func next(notBefore time: MediaTime?, into frame: inout GreyFrame) throws(CaptureError) -> FrameOutcome {
        while repeats || index < paths.count {
            let now = MediaTime(seconds: Double(index) * Self.secondsPerPicture)
            if let time, now.seconds + Self.secondsPerPicture / 2 < time.seconds {
                index += 1
                continue
            }
            guard pace.wait(until: now) else { return .interrupted }
            let path = paths[index % paths.count]
            index += 1
            do throws(CaptureError) {
                try reader.read(path, into: &frame)
            } catch {
                unreadable.insert(path)
                guard unreadable.count < paths.count else {
                    throw CaptureError(.unusable, "none of the pictures can be read: \(error)")
                }
                oddity = SourceOddity("\(error); it is left out", isNotable: true)
                continue
            }
            frame.time = now
            return .frame
        }
        return .ended
    }

    private static func pictures(in folder: String) throws(CaptureError) -> [String] {
        guard let handle = opendir(folder) else {
            throw CaptureError(.missing, "\(folder): no such folder of pictures (\(Errno.last))")
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix("."), let ending = name.split(separator: ".").last, endings.contains(ending.lowercased())
            {
                names.append(name)
            }
        }
        guard !names.isEmpty else {
            throw CaptureError(.unusable, "\(folder): holds no pictures (\(endings.joined(separator: ", ")))")
        }
        return names.sorted().map { "\(folder)/\($0)" }
    }
}

/// Says clearly why a file cannot be read, before a library says so less clearly.
func requireReadable(_ path: String, _ what: String) throws(CaptureError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
        throw CaptureError(.missing, "\(path): no such \(what) (\(Errno.last))")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
        throw CaptureError(.unusable, "\(path): is a folder, not a \(what)")
    }
    guard access(path, R_OK) == 0 else {
        throw CaptureError(.denied, "\(path): cannot be read (\(Errno.last))")
    }
}
