/// What a person is told when the daemon has run for the first time.
enum FirstStart {
    /// What is kept, and how to have the camera closed.
    static let sentence =
        "What is kept is the mood over time and how sure it was, never an image. \"emotunesctl pause\" closes the camera, "
        + "\"emotunesctl resume\" opens it"
    /// For so long, in seconds, `status` says it.
    static let noticeSeconds = 24.0 * 3600
}
