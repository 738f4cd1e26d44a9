import MessageBus
import Testing

@Suite struct BusArgumentTests {
    @Test(arguments: [
        (BusArgument.text("a"), "s"), (.texts([]), "as"), (.dictionary([("a", .byte(1))]), "a{sv}"),
        (.structure([.text(""), .list(of: "(sasas)", [])]), "(sa(sasas))"), (.variant(.flag(true)), "v"),
    ])
    func typeIsAsDBusWritesIt(argument: BusArgument, signature: String) {
        #expect(argument.signature == signature)
    }
}

@Suite struct PlayerNameTests {
    @Test func nameIsMeantByEachOfItsPartsAndByNothingElse() throws {
        let name = try #require(PlayerName("org.mpris.MediaPlayer2.io.github.celluloid_player.Celluloid.instance-1"))
        #expect(name.isMeant(by: "celluloid") && name.isMeant(by: "Celluloid"))
        #expect(name.isMeant(by: "io.github.celluloid_player.Celluloid.instance-1") && name.isMeant(by: name.onBus))
        #expect(!name.isMeant(by: "cell") && !name.isMeant(by: "mpv"))
        #expect(name.shown(among: ["mpv", "celluloid"]) == "celluloid")
        #expect(name.shown(among: []) == "io")
    }

    @Test func otherNamesAreNoPlayers() {
        #expect(PlayerName("org.mpris.MediaPlayer2") == nil && PlayerName("org.mpris.MediaPlayer2.") == nil)
        #expect(PlayerName("org.freedesktop.Notifications") == nil)
    }
}
