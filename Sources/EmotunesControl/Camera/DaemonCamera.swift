import CLinux
import CameraDevices
import ControlProtocol
import ControlSocket

/// What the daemon itself says of its camera: while it holds a sign-in's tokens the kernel lets nobody but root look at
/// what it has open.
enum DaemonCamera {
    /// The holders there are to see, and the daemon where it says that it streams from a node.
    static func adding(
        to holders: [String: [DeviceHolder]], locations: [SocketLocation], target: (String) -> String
    ) -> [String: [DeviceHolder]] {
        guard !holders.values.contains(where: { $0.contains { $0.program == "emotunesd" } }),
            var client = try? ControlClient.connect(to: locations, timeout: .seconds(1)),
            let status = try? client.call(.getStatus, timeout: .seconds(1))["status"]?.decoded(as: Status.self),
            status.camera.state == .streaming, status.camera.source.hasPrefix("v4l2:/")
        else { return holders }
        var peer = emotunes_peer()
        guard emotunes_peer_credentials(client.pollDescriptor, &peer) == 0 else { return holders }
        var all = holders
        let path = target(String(status.camera.source.dropFirst("v4l2:".count)))
        all[path, default: []].append(DeviceHolder(process: Int(peer.pid), program: "emotunesd"))
        return all
    }
}
