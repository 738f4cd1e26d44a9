import Testing

@testable import Configuration

/// Where keys and values stand. What is no TOML comes to an end too.
@Suite struct TomlScanTests {
    private func values(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return TomlScan(bytes).assignments.map { "\($0.path)=\(String(decoding: bytes[$0.value], as: UTF8.self))" }
    }

    @Test(arguments: [
        ("a = 1 # x\nb.c='y' \n", ["a=1", "b.c='y'"]), ("[t]\n\"k\" = \"a\\\"#b\"\n", ["t.k=\"a\\\"#b\""]),
        ("[ a . b ]\r\nc = 1979-05-27 07:32:00\r\n", ["a.b.c=1979-05-27 07:32:00"]),
        ("a = [ # ]\n  [1], {b = 2}, ]\n", ["a[].b=2", "a=[ # ]\n  [1], {b = 2}, ]"]),
        ("a = {b = {c = 1}, d = 2}", ["a.b.c=1", "a.b={c = 1}", "a.d=2", "a={b = {c = 1}, d = 2}"]),
        ("a = '''\n[t]\nb = 1'''''\nc = \"\"\"\\\"\"\"\"\"\"\n", ["a='''\n[t]\nb = 1'''''", "c=\"\"\"\\\"\"\"\"\"\""]),
        ("[[t]]\na = 1\n", ["[].a=1"]), ("", []), ("[", []), ("a", []), ("a =", ["a="]), ("a = [", ["a=["]),
        ("a = {b", ["a={b"]), ("a = { ", ["a={ "]), ("a = [ , # x", ["a=[ , # x"]), ("a = \"", ["a=\""]),
        ("a = \"\\", ["a=\"\\"]), ("\"\\", []), ("a = '''", ["a='''"]), ("= = =\n]\n}\n", ["== ="]),
    ])
    func valuesAreFoundWhereTheyStand(text: String, found: [String]) {
        #expect(values(text) == found)
    }

    /// Every beginning of a text is scanned to its end.
    @Test func cutTextsComeToAnEnd() {
        let text = ConfigurationText.render().replacing("# ", with: "") + "a = [{ b = \"\"\"\\\n\"\"\"\" }, # x\n]"
        let bytes = Array(text.utf8)
        for end in bytes.indices.suffix(200) { #expect(TomlScan(Array(bytes[..<end])).headers.count > 0) }
    }
}
