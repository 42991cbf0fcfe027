import Terminal

/// What a theme's file may say. ``ThemeParser`` refuses everything else.
enum ThemeTables {
  static let all = [top, roles]

  static let top = SettingTable(
    name: "",
    help: "A colour is `\"#rrggbb\"`, a number of the 256-colour palette, `\"default\"`, or one of"
      + " black, red, green, yellow, blue, magenta, cyan and white with or without `bright-`. A list"
      + " gives a second colour for terminals with 16 or 8 colours.",
    settings: [
      Setting(
        "background", "text", .value("\"any\""),
        "What the theme is made for: "
          + Theme.Background.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
          + ". Roles that a file leaves out look as in the theme that comes with the program for"
          + " that background."),
      Setting(
        "palette", "table", .words("the colours' own names"), "Names of your own for colours."),
      Setting("roles", "table", .words("as in the theme for the background"), "`[roles]`."),
    ])

  static let roles = SettingTable(
    name: "[roles]",
    help:
      "Each role is a table with any of `fg` and `bg`, which are colours, and `attributes`, a list"
      + " of \(Style.Attributes.names.map { "`\($0)`" }.joined(separator: ", ")):"
      + " `title = { attributes = [\"bold\"] }`. A name with a dot stands in quotes.",
    settings: StyleRole.allCases.map {
      Setting(
        $0.name, "table", .words("as in the theme for the background"), "\($0.meaning).")
    })
}
