import ArgumentParser
import ControlProtocol
import ControlSocket

struct LoginCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Sign in to Spotify, so that playlists appear in your account.",
        discussion: """
            Prints an address and opens it in your browser. There you allow what is listed, and the browser comes back \
            to the daemon by itself. On a machine without a browser use --paste: open the address elsewhere, and when \
            the browser ends on a page that cannot be shown, paste that page's address here.

            spotify.client_id has to be set first; the README says how to get one in five minutes.
            """)

    @Flag(help: "Ask for the address the browser ended on, instead of waiting for the browser.")
    var paste = false

    @Flag(help: "Only print the address.")
    var noOpen = false

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    /// Seconds to wait for the reply: a little longer than the daemon waits for the browser.
    private static let replyTimeout = 330.0

    func run(in context: ControlContext) throws {
        var client = try connection.connect(in: context)
        let reply = try client.call(.beginLogin)
        guard let signIn = try? JSONValue.object(reply).withoutControlCharacters.decoded(as: SignIn.self),
            signIn.url.hasPrefix("https://") || signIn.url.hasPrefix("http://")
        else { throw CommandFailure(message: "this emotunesd is of another version") }
        try context.write(invitation(signIn))
        if paste {
            try context.write("Then paste the address of the page the browser ended on: ")
            guard let address = context.readLine(), !address.isEmpty else {
                throw CommandFailure(message: "no address was given; nothing was changed")
            }
            _ = try client.call(.finishLogin, ["address": .string(address)], timeout: .seconds(Self.replyTimeout))
        } else {
            if !noOpen { context.open(signIn.url) }
            try context.write("Waiting for the browser to come back, five minutes at most.\n")
            _ = try client.call(.finishLogin, timeout: .seconds(Self.replyTimeout))
        }
        try output.confirm("Signed in. The next playlist appears in your Spotify account.", &client, in: context)
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
            "Signed out: every token is deleted. Spotify has no way for a program to give a permission back; remove the "
                + "app yourself at https://www.spotify.com/account/apps/. The playlist stays; delete it as any other.",
            &client, in: context)
    }
}
