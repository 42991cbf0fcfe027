extension Theme {
  /// For dark backgrounds.
  public static let dark = builtIn(PackageResources.dark_toml, "dark", base: nil)
  /// For light backgrounds.
  public static let light = builtIn(PackageResources.light_toml, "light", base: nil)
  /// Without colours: `NO_COLOR`, and terminals that have none.
  public static let mono = builtIn(PackageResources.mono_toml, "mono", base: nil)

  /// Order: as help lists them.
  public static let builtInNames = [
    "dark", "light", "mono", "high-contrast", "safe", "dracula", "gruvbox", "catppuccin",
  ]

  /// One of those that come with the program.
  public static func builtIn(named name: String) -> Theme? {
    switch name {
    case "dark": dark
    case "light": light
    case "mono": mono
    case "high-contrast": builtIn(PackageResources.high_contrast_toml, name, base: nil)
    case "safe": builtIn(PackageResources.safe_toml, name, base: nil)
    case "dracula": builtIn(PackageResources.dracula_toml, name, base: nil)
    case "gruvbox": builtIn(PackageResources.gruvbox_toml, name, base: nil)
    case "catppuccin": builtIn(PackageResources.catppuccin_toml, name, base: nil)
    default: nil
    }
  }

  /// The files are compiled in and tests parse them; a broken one must not keep the program from
  /// starting, so it leaves every role plain.
  private static func builtIn(_ bytes: [UInt8], _ name: String, base: Theme?) -> Theme {
    do {
      return try ThemeParser(String(decoding: bytes, as: UTF8.self), file: "\(name).toml")
        .parse(base: { _ in nil })
    } catch {
      return Theme(background: .any, styles: [:])
    }
  }
}
