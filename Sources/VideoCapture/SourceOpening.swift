import CameraDevices

extension SourceAddress {
    /// Opens the source this address names.
    ///
    /// A camera is looked up afresh each time, since nodes change their numbers. A path that is no capture device gives
    /// way to the first real camera, which `summary` then names.
    /// - Throws: `CaptureError` saying why it cannot be opened and what to do.
    package func open(wakeUp: WakeUp) throws(CaptureError) -> any FrameSource {
        switch kind {
        case .camera(let path):
            return try CameraSource(device: try Self.device(path), wakeUp: wakeUp)
        case .video(let path):
            return try VideoFileSource(path: path, atFullSpeed: atFullSpeed, repeats: repeats, wakeUp: wakeUp)
        case .images(let folder):
            return try ImageFolderSource(folder: folder, atFullSpeed: atFullSpeed, repeats: repeats, wakeUp: wakeUp)
        case .demo(let script):
            return try DemoSource(script: script, atFullSpeed: atFullSpeed, repeats: repeats, wakeUp: wakeUp)
        }
    }

    private static func device(_ path: String?) throws(CaptureError) -> CaptureDevice {
        do {
            return try DeviceDirectory.resolve(path)
        } catch {
            if error.code == .notCapture, let other = try? DeviceDirectory.resolve(nil) { return other }
            throw CaptureError(error)
        }
    }
}
