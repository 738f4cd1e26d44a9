/// The configuration file as it ships: every key documented, and commented out with its default.
package enum ConfigurationText {
    /// The whole file, made from the schema.
    package static func render() -> String {
        let tables = SettingSchema.sections.map { section in
            let keys = SettingSchema.rules.filter { $0.section == section.name }.map(entry)
            return (["# \(section.summary)\n[\(section.name)]\n"] + keys).joined(separator: "\n")
        }
        return ([introduction] + tables).joined(separator: "\n")
    }

    private static func entry(_ rule: SettingRule) -> String {
        """
        # \(rule.summary)
        # It must be \(rule.allowed).
        # \(rule.name) = \(rule.defaultText)

        """
    }

    private static let introduction = """
        # Settings of emotunesd, with their defaults. To change one, remove the "# " before it.
        #
        # The daemon reads these in this order, key by key; the last one that has a key decides:
        #   /etc/emotunes/emotunesd.toml               the machine's
        #   /etc/emotunes/emotunesd.toml.d/*.toml      its drop-ins, by name
        #   ~/.config/emotunes/emotunesd.toml          yours ($XDG_CONFIG_HOME in the place of ~/.config, if set)
        #   ~/.config/emotunes/emotunesd.toml.d/*.toml its drop-ins, by name
        # A key can also be given for one run: emotunesd --set mood.threshold=0.7
        # "emotunesctl config" shows every value and where it comes from; "emotunesctl config set KEY VALUE" changes one.

        """
}
