import CLinux
import CameraDevices
import ControlProtocol
import ControlSocket

/// The camera that the daemon reports itself. While it holds tokens it is not dumpable, so only root may see its open
/// files in `/proc`.
enum DaemonCamera {
    /// Adds the daemon to the visible holders of the node that it says it streams from.
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
