import ArgumentParser
import Configuration
import ControlProtocol
import ControlSocket

struct LoginCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Sign in to Spotify, so that playlists appear in your account.",
        discussion: """
            Prints an address and opens it in your browser. There you allow what is listed, and the browser comes back \
            to the daemon by itself. On a machine without a browser use --paste: open the address elsewhere, and when \
            the browser ends on a page that cannot be shown, paste that page's address here.

            The first time give --client-id with the id of your own app; the README says how to get one in five minutes. \
            It is kept in your settings file as spotify.client_id.
            """)

    @Option(help: ArgumentHelp("Your app's client id: kept as spotify.client_id.", valueName: "id"))
    var clientID: String?

    @Flag(help: "Ask for the address the browser ended on, instead of waiting for the browser.")
    var paste = false

    @Flag(help: "Only print the address.")
    var noOpen = false

    @OptionGroup var file: SettingsFileOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    /// Seconds to wait for the reply: a little longer than the daemon waits for the browser.
    private static let replyTimeout = 330.0
    /// Seconds after which it is said what the browser may show.
    private static let hintAfter = 15.0

    func run(in context: ControlContext) throws {
        try keepClientID(in: context)
        var client = try connection.connect(in: context)
        let reply = try client.call(.beginLogin)
        guard let signIn = try? JSONValue.object(reply).withoutControlCharacters.decoded(as: SignIn.self),
            signIn.url.hasPrefix("https://") || signIn.url.hasPrefix("http://")
        else { throw CommandFailure.otherVersion("") }
        try context.write(invitation(signIn))
        if paste {
            try context.write("Then paste the address of the page the browser ended on: ")
            guard let address = context.readLine(), !address.isEmpty else {
                throw CommandFailure(
                    message: "no address was given; nothing was changed", mend: "emotunesctl login --paste")
            }
            _ = try client.call(.finishLogin, ["address": .string(address)], timeout: .seconds(Self.replyTimeout))
        } else {
            if !noOpen { context.open(signIn.url) }
            try context.write("Waiting for the browser to come back, five minutes at most.\n")
            try waitForBrowser(&client, in: context)
        }
        try output.confirm(outcome(&client, in: context), &client, in: context)
    }

    /// Writes the client id into the person's settings and has the daemon read them.
    private func keepClientID(in context: ControlContext) throws {
        guard let clientID else { return }
        let id = clientID.filter { !$0.isWhitespace }
        let wrong = CommandFailure(
            message: "that is no client id: it is 32 letters and digits", mend: "emotunesctl help login")
        guard !id.isEmpty, let rule = SettingSchema.rule(for: "spotify.client_id") else { throw wrong }
        let change = SettingChange(
            rule: rule, file: file, connection: connection, output: try OutputOptions.parse([]), context: context)
        do {
            try change.carryOut(.set(rule, id))
        } catch is WrongSettingValue {
            throw wrong
        }
    }

    /// The browser cannot tell the daemon that it shows a refusal: after a while the terminal says what it may be.
    private func waitForBrowser(_ client: inout ControlClient, in context: ControlContext) throws {
        try client.send(VarlinkCall(method: ControlMethod.finishLogin.fullName, parameters: [:]))
        if try context.nextReply(&client, .seconds(Self.hintAfter)) != nil { return }
        try context.write(Self.hint)
        guard try context.nextReply(&client, .seconds(Self.replyTimeout - Self.hintAfter)) == nil else { return }
        throw ControlClientError.timeout(seconds: Self.replyTimeout)
    }

    private static let hint = """
        Still waiting. If the browser does not ask you to allow anything, look at what it says:
          INVALID_CLIENT: Invalid client        the client id is not your app's: copy it again from
                                                developer.spotify.com/dashboard and run
                                                emotunesctl login --client-id ID
          INVALID_CLIENT: Invalid redirect URI  the app needs exactly http://127.0.0.1/callback under
                                                Redirect URIs (not https, not localhost, no port)
          a page that cannot be shown           the browser is on another machine: emotunesctl login --paste
        Ctrl-C ends the waiting; nothing has been changed.

        """

    /// How the account stands after the sign-in.
    private func outcome(_ client: inout ControlClient, in context: ControlContext) throws -> String {
        let status = try (client.call(.getStatus)["status"] ?? .null).withoutControlCharacters
        guard let spotify = try? status.decoded(as: Status.self).spotify else { return "Signed in." }
        if let end = spotify.notBefore {
            let moment = context.calendar.text(end, now: context.now())
            return
                "Spotify has taken the sign-in, but has asked to be left alone until \(moment). The playlist follows then."
        }
        guard spotify.state == .signedIn else {
            return
                "Spotify has taken the sign-in, but it could not be tried: \(spotify.detail). It is tried again by itself."
        }
        let rest = spotify.detail.isEmpty ? "" : "\nBut: \(spotify.detail)."
        return "Signed in. The next playlist appears in your Spotify account.\(rest)"
    }

    private func invitation(_ signIn: SignIn) -> String {
        let width = signIn.permissions.map(\.scope.count).max() ?? 0
        let permissions = signIn.permissions.map { "  \(Columns.pad($0.scope, width))  to \($0.purpose)\n" }.joined()
        return "Open this address and allow EmoTunes to use your Spotify account:\n\n  \(signIn.url)\n\n"
            + "It asks for no more than it needs:\n\(permissions)\n"
    }
}

struct LogoutCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout", abstract: "Forget the Spotify account: every token is deleted.")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        _ = try client.call(.logout)
        try output.confirm(
            "Signed out: every token is deleted, and what the account told. What searches found stays (names and ids of "
                + "songs), and which playlist is yours, for the next sign-in. Spotify has no way for a program to give a permission back; remove the "
                + "app yourself at https://www.spotify.com/account/apps/. The playlist stays; delete it as any other.",
            &client, in: context)
    }
}
