/// A colour as a theme asks for it.
public struct Color: Hashable, Sendable {
  public enum Shade: Hashable, Sendable {
    /// What the terminal uses when nobody asks for a colour.
    case standard
    /// One of the terminal's own 256. 0 to 7 are the ANSI colours, 8 to 15 their bright kin.
    case indexed(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
  }

  public var shade: Shade
  /// For terminals with 16 or 8 colours; nil leaves it to the nearest.
  public var basic: Shade?

  public init(_ shade: Shade, basic: Shade? = nil) {
    self.shade = shade
    self.basic = basic
  }
}

extension Color.Shade {
  /// Order: as terminals number them; `bright-` adds 8.
  static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]

  /// Every name that a theme may use without a palette of its own.
  static let names =
    ["default"] + ansiNames + ansiNames.map { "bright-" + $0 }

  /// Shape: `#rrggbb` or one of `names`.
  init?(_ text: String) {
    if text == "default" {
      self = .standard
    } else if text.first == "#" {
      guard text.utf8.count == 7, let value = UInt32(text.dropFirst(), radix: 16) else {
        return nil
      }
      self = .rgb(
        red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
    } else {
      guard let index = Self.names.firstIndex(of: text) else { return nil }
      self = .indexed(UInt8(index - 1))
    }
  }
}
