/// How every role looks. Shape of the file: see `themes/dark.toml`.
public struct Theme: Hashable, Sendable {
  public enum Background: String, Hashable, Sendable, CaseIterable { case dark, light, any }

  public var background: Background
  /// Order: as the cases of `StyleRole`, one for each.
  private var styles: [Style]

  public init(background: Background, styles: [StyleRole: Style]) {
    self.background = background
    self.styles = StyleRole.allCases.map { styles[$0] ?? Style() }
  }

  public subscript(role: StyleRole) -> Style {
    get { styles[Int(role.rawValue)] }
    set { styles[Int(role.rawValue)] = newValue }
  }

  /// How text looks in a role that stands on another: a risk on the bar of the selected row.
  ///
  /// The text keeps its own colour, the bar gives the background, and the attributes add up.
  public func style(of role: StyleRole, on ground: StyleRole) -> Style {
    let text = self[.text]
    let over = self[role]
    let under = role == ground ? over : self[ground]
    return Style(
      foreground: over.foreground ?? under.foreground ?? text.foreground,
      background: under.background ?? over.background ?? text.background,
      attributes: over.attributes.union(under.attributes))
  }
}
