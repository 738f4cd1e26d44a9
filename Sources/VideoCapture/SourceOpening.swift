package import CameraDevices

extension SourceAddress {
    /// Opens the source this address names.
    ///
    /// A camera is looked up afresh each time, since nodes change their numbers. A path that is no capture device gives
    /// way to the first real camera, which `summary` then names.
    /// - Parameters:
    ///   - watch: sees other programs open the camera, and remembers which one it was.
    ///   - asking: asks the person where PipeWire's cameras are handed out by the desktop; nil asks nobody.
    /// - Throws: `CaptureError` saying why it cannot be opened and what to do.
    package func open(
        waker: CaptureWaker, watch: NodeWatch? = nil, asking: (any CameraAsking)? = nil
    ) throws(CaptureError) -> any FrameSource {
        switch kind {
        case .camera(let path):
            let device = try Self.device(path, known: watch?.lastDevice)
            let source = try CameraSource(device: device, waker: waker, watch: watch)
            watch?.lastDevice = device
            return source
        case .pipeWire(let camera):
            return try PipeWireSource(camera: camera, waker: waker, asking: asking)
        case .video(let path):
            return try VideoFileSource(path: path, atFullSpeed: atFullSpeed, repeats: repeats, waker: waker)
        case .images(let folder):
            return try ImageFolderSource(folder: folder, atFullSpeed: atFullSpeed, repeats: repeats, waker: waker)
        case .demo(let script):
            return try DemoSource(script: script, atFullSpeed: atFullSpeed, repeats: repeats, waker: waker)
        }
    }

    private static func device(_ path: String?, known: CaptureDevice?) throws(CaptureError) -> CaptureDevice {
        do {
            return try CameraFinder().resolve(path, known: known)
        } catch {
            throw CaptureError(error)
        }
    }
}
