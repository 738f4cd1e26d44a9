/// Where frames are to come from, as `--source` and `camera.source` say it.
package struct SourceAddress: Sendable, Equatable, CustomStringConvertible {
    /// The kinds of source and what each is told.
    package enum Kind: Sendable, Equatable {
        /// A V4L2 node by path; nil stands for `auto`, the first real camera.
        case camera(path: String?)
        /// A camera that PipeWire has, by name or number; nil stands for the session's own.
        case pipeWire(camera: String?)
        /// A video file that FFmpeg reads.
        case video(path: String)
        /// A folder of pictures, taken in the order of their names, two a second.
        case images(folder: String)
        /// A drawn face; the text says which emotion for how many seconds.
        case demo(script: String)
    }

    /// What is opened.
    package var kind: Kind
    /// As fast as the analysis goes, instead of at the recording's own pace.
    package var atFullSpeed = false
    /// Starts again at the end, for ever.
    package var repeats = false

    /// Reads `v4l2:auto`, `v4l2:PATH`, `pipewire:`, `pipewire:CAMERA`, `video:FILE`, `images:FOLDER` or
    /// `demo:emotion=seconds,…`; the last three may end in `?speed=max`, `?repeat=forever` or both joined with `&`.
    ///
    /// - Throws: `CaptureError` that says what to write instead.
    package init(parsing text: String) throws(CaptureError) {
        // Names of devices can have colons in them.
        if text.hasPrefix("/dev/") {
            throw CaptureError(
                .unusable, "source \"\(text)\": the kind is missing; for a camera write v4l2:\(text)")
        }
        if text.hasPrefix("/") || text.hasPrefix(".") {
            throw CaptureError(
                .unusable,
                "source \"\(text)\": the kind is missing; write video:\(text) for a recording, or images:\(text) for a "
                    + "folder of pictures")
        }
        guard let colon = text.firstIndex(of: ":") else {
            throw CaptureError(
                .unusable,
                "source \"\(text)\": must be v4l2:auto, v4l2:PATH, pipewire:, pipewire:CAMERA, video:FILE, images:FOLDER or "
                    + "demo:emotion=seconds,…")
        }
        let scheme = text[..<colon]
        var rest = String(text[text.index(after: colon)...])
        if scheme != "v4l2", scheme != "pipewire", let mark = rest.lastIndex(of: "?") {
            for option in rest[rest.index(after: mark)...].split(separator: "&") {
                switch option {
                case "speed=max": atFullSpeed = true
                case "repeat=forever": repeats = true
                default:
                    throw CaptureError(
                        .unusable,
                        "source \"\(text)\": unknown option \"\(option)\"; there are speed=max and repeat=forever")
                }
            }
            rest = String(rest[..<mark])
        }
        guard !rest.isEmpty || scheme == "pipewire" else {
            throw CaptureError(.unusable, "source \"\(text)\": nothing after \"\(scheme):\"")
        }
        switch scheme {
        case "v4l2": kind = .camera(path: rest == "auto" ? nil : rest)
        case "pipewire": kind = .pipeWire(camera: rest.isEmpty ? nil : rest)
        case "video": kind = .video(path: rest)
        case "images": kind = .images(folder: rest)
        case "demo": kind = .demo(script: rest)
        default:
            throw CaptureError(
                .unusable,
                "source \"\(text)\": unknown kind \"\(scheme)\"; there are v4l2, pipewire, video, images and demo")
        }
    }

    /// Whether a camera is meant, and not something recorded or drawn.
    package var isCamera: Bool {
        switch kind {
        case .camera, .pipeWire: true
        case .video, .images, .demo: false
        }
    }

    /// As it would be written after `--source`.
    package var description: String {
        let base =
            switch kind {
            case .camera(let path): "v4l2:\(path ?? "auto")"
            case .pipeWire(let camera): "pipewire:\(camera ?? "")"
            case .video(let path): "video:\(path)"
            case .images(let folder): "images:\(folder)"
            case .demo(let script): "demo:\(script)"
            }
        let options = (atFullSpeed ? ["speed=max"] : []) + (repeats ? ["repeat=forever"] : [])
        return options.isEmpty ? base : base + "?" + options.joined(separator: "&")
    }
}
