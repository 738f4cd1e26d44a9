/// What has been said about the camera already: a state is said once, not at every attempt that ends in it.
struct CameraAnnouncer {
    /// Left to another program: until it is ours again that is all there is to say.
    var isYielding = false
    private var state: WatchedCamera?
    private var text = ""

    /// Whether this is to be said, and takes it as said.
    mutating func isNews(_ state: WatchedCamera, _ text: String, afterFailure: Bool) -> Bool {
        // Opening again after a failure is no news.
        if state == .starting, afterFailure || isYielding || self.state == .released { return false }
        guard state != self.state || text != self.text else { return false }
        // A camera that is still not to be had is so for one reason after another: unplugged, then not there.
        if state == self.state, [.missing, .busy, .denied].contains(state) { return false }
        (self.state, self.text) = (state, text)
        return true
    }
}
