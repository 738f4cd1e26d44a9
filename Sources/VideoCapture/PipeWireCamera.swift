import CPipeWire

/// A camera that a PipeWire session has.
struct PipeWireCamera: Equatable {
    /// Stays the same over restarts: "v4l2_input.pci-0000_00_14.0-usb-0_6_1.0".
    var name: String
    /// For people: "Integrated Camera (V4L2)".
    var description: String
    /// PipeWire's number of it; given once in the life of a session.
    var serial: UInt64
    /// The session takes the highest first.
    var priority: Int

    /// Which camera is meant.
    ///
    /// - Parameters:
    ///   - wanted: a name, a serial number or a description, as people write it; nil for the session's own.
    ///   - preferred: the name of the one that the person made the session's own; empty where none is.
    /// - Throws: `CaptureError` `missing` that names those there are.
    static func choose(
        _ wanted: String?, of cameras: [PipeWireCamera], preferred: String
    ) throws(CaptureError) -> PipeWireCamera {
        guard let wanted else {
            let best = cameras.enumerated().max {
                ($0.element.priority, -$0.offset) < ($1.element.priority, -$1.offset)
            }
            guard let camera = cameras.first(where: { $0.name == preferred }) ?? best?.element else {
                throw CaptureError(
                    .missing,
                    "pipewire: PipeWire has no camera; plug one in, see that wireplumber runs (`systemctl --user status "
                        + "wireplumber`), or take camera.source = \"v4l2:auto\"")
            }
            return camera
        }
        let found =
            cameras.first { $0.name == wanted } ?? cameras.first { String($0.serial) == wanted }
            ?? cameras.first { $0.description == wanted }
        if let found { return found }
        let there = cameras.isEmpty ? "none" : cameras.map { "\($0.name) (\($0.description))" }.joined(separator: ", ")
        throw CaptureError(.missing, "pipewire:\(wanted): PipeWire has no such camera; there is \(there)")
    }
}

extension PipeWireCamera {
    init(_ node: cpipewire_node) {
        name = cText(node.name)
        description = cText(node.description)
        serial = node.serial
        priority = Int(node.priority)
    }
}

/// The text in one of C's arrays, up to its end.
func cText<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
