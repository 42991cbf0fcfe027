/// How many colours a terminal can show.
public enum ColorDepth: Int, Hashable, Sendable, Comparable, CaseIterable {
  case none = 0
  case eight = 8
  case sixteen = 16
  case palette = 256
  case direct = 16_777_216

  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// - Parameter colors: as terminfo counts them; 0 or less means none.
  public init(terminfoColors colors: Int) {
    self = Self.allCases.last { $0.rawValue <= colors } ?? .none
  }

  /// The shade that comes nearest to a colour at this depth.
  public func shade(for color: Color) -> Color.Shade {
    switch self {
    case .none: return .standard
    case .direct: return color.shade
    case .palette: return Self.indexed(color.shade)
    case .sixteen: return color.basic.map(Self.ansi) ?? Self.ansi(color.shade)
    case .eight:
      guard case .indexed(let index) = color.basic.map(Self.ansi) ?? Self.ansi(color.shade) else {
        return .standard
      }
      return .indexed(index % 8)
    }
  }

  private static func indexed(_ shade: Color.Shade) -> Color.Shade {
    guard case .rgb(let red, let green, let blue) = shade else { return shade }
    let wanted = (Int(red), Int(green), Int(blue))
    let nearest = (16..<256).min { distance(levels($0), wanted) < distance(levels($1), wanted) }
    return .indexed(UInt8(nearest ?? 16))
  }

  private static func ansi(_ shade: Color.Shade) -> Color.Shade {
    let wanted: (Int, Int, Int)
    switch shade {
    case .standard: return .standard
    case .indexed(let index) where index < 16: return shade
    case .indexed(let index): wanted = levels(Int(index))
    case .rgb(let red, let green, let blue): wanted = (Int(red), Int(green), Int(blue))
    }
    let nearest = (0..<16).min { distance(levels($0), wanted) < distance(levels($1), wanted) }
    return .indexed(UInt8(nearest ?? 7))
  }

  /// What the entries of the 256-colour palette look like on most terminals.
  static func levels(_ index: Int) -> (Int, Int, Int) {
    switch index {
    case ..<16:
      let level = index < 8 ? 205 : 255
      let dark = index == 8 ? 127 : 0
      if index == 7 { return (229, 229, 229) }
      return (
        index & 1 == 0 ? dark : level, index & 2 == 0 ? dark : level,
        index & 4 == 0 ? dark : level
      )
    case ..<232:
      let cube = [0, 95, 135, 175, 215, 255]
      let offset = index - 16
      return (cube[offset / 36], cube[offset / 6 % 6], cube[offset % 6])
    default:
      let gray = 8 + (index - 232) * 10
      return (gray, gray, gray)
    }
  }

  private static func distance(_ left: (Int, Int, Int), _ right: (Int, Int, Int)) -> Int {
    let red = left.0 - right.0
    let green = left.1 - right.1
    let blue = left.2 - right.2
    return red * red * 3 + green * green * 4 + blue * blue * 2
  }
}
