/// The interface `org.emotunes.Control`.
package enum ControlInterface {
    /// As Varlink names it.
    package static let name = "org.emotunes.Control"

    /// The interface file, embedded when the package is built: what `GetInterfaceDescription` returns.
    package static var description: String {
        String(decoding: PackageResources.org_emotunes_Control_varlink, as: UTF8.self)
    }

    /// The most opinions in a part of `GetOpinions`' answer.
    package static let opinionsPartLength = 500

    /// The seconds a pause may last: up to thirty days.
    package static let pauseSeconds = 1...2_592_000

    /// The seconds a mood may be held: from a minute to a day; and those it is held unless told.
    package static let holdSeconds = 60...86_400, usualHoldSeconds = 3600

    /// The seconds a calibration may last, and those it lasts unless told.
    package static let calibrationSeconds = 10...120, usualCalibrationSeconds = 30
}

/// The methods of `org.emotunes.Control`.
package enum ControlMethod: String, CaseIterable, Sendable {
    case getStatus = "GetStatus"
    case monitor = "Monitor"
    case getPlaylist = "GetPlaylist"
    case getHistory = "GetHistory"
    case getSongPlane = "GetSongPlane"
    case pause = "Pause"
    case resume = "Resume"
    case regenerate = "Regenerate"
    case play = "Play"
    case next = "Next"
    case stop = "Stop"
    case feedback = "Feedback"
    case setMood = "SetMood"
    case autoMood = "AutoMood"
    case forgetCorrection = "ForgetCorrection"
    case getOpinions = "GetOpinions"
    case getTaste = "GetTaste"
    case setTaste = "SetTaste"
    case importTaste = "ImportTaste"
    case forgetTaste = "ForgetTaste"
    case forgetOpinions = "ForgetOpinions"
    case getLibrary = "GetLibrary"
    case scanLibrary = "ScanLibrary"
    case reload = "Reload"
    case getConfiguration = "GetConfiguration"
    case calibrate = "Calibrate"
    case forgetCalibration = "ForgetCalibration"
    case beginLogin = "BeginLogin"
    case finishLogin = "FinishLogin"
    case logout = "Logout"

    /// The name a call bears.
    package var fullName: String { "\(ControlInterface.name).\(rawValue)" }
}
