import CNcurses

/// Colour pairs of ncurses for the looks of a theme, made when first used.
struct CursesPalette {
  struct Look {
    var attributes: attr_t
    var pair: Int32
  }

  let depth: ColorDepth
  let theme: Theme
  private let hasDefaultColors: Bool
  private var looks: [Look?]
  private var pairs: [Int64: Int32] = [:]

  init(depth: ColorDepth, theme: Theme, hasDefaultColors: Bool) {
    self.depth = depth
    self.theme = theme
    self.hasDefaultColors = hasDefaultColors
    looks = Array(repeating: nil, count: StyleRole.allCases.count * StyleRole.allCases.count)
  }

  mutating func look(of role: StyleRole, on ground: StyleRole) -> Look {
    let index = Int(role.rawValue) * StyleRole.allCases.count + Int(ground.rawValue)
    if let look = looks[index] { return look }
    let look = makeLook(theme.style(of: role, on: ground))
    looks[index] = look
    return look
  }

  private mutating func makeLook(_ style: Style) -> Look {
    var attributes = style.attributes
    var background = style.background.map { depth.shade(for: $0) } ?? .standard
    if depth == .eight, style.background?.basic == .indexed(8) {
      // Eight colours have no gray to lay under text.
      attributes.insert(.reverse)
      background = .standard
    }
    let foreground = style.foreground.map { depth.shade(for: $0) } ?? .standard
    return Look(
      attributes: curses_attributes(
        attributes.contains(.bold), attributes.contains(.dim), attributes.contains(.italic),
        attributes.contains(.underline), attributes.contains(.reverse)),
      pair: pair(number(foreground, standard: 7), number(background, standard: 0)))
  }

  private mutating func pair(_ foreground: Int32, _ background: Int32) -> Int32 {
    if depth == .none || (foreground == -1 && background == -1) { return 0 }
    let key = Int64(foreground) << 32 | Int64(UInt32(bitPattern: background))
    if let pair = pairs[key] { return pair }
    let pair = Int32(pairs.count + 1)
    // A terminal with few pairs shows the rest in its own colours.
    guard pair < curses_pairs(), init_extended_pair(pair, foreground, background) == OK else {
      return 0
    }
    pairs[key] = pair
    return pair
  }

  private func number(_ shade: Color.Shade, standard: Int32) -> Int32 {
    switch shade {
    case .standard: return hasDefaultColors ? -1 : standard
    case .indexed(let index):
      guard depth == .direct, index >= 8 else { return Int32(index) }
      let levels = ColorDepth.levels(Int(index))
      return direct(levels.0, levels.1, levels.2)
    case .rgb(let red, let green, let blue): return direct(Int(red), Int(green), Int(blue))
    }
  }

  /// The lowest eight numbers of a direct-colour terminal are the ANSI colours, not nearly black.
  private func direct(_ red: Int, _ green: Int, _ blue: Int) -> Int32 {
    let value = red << 16 | green << 8 | blue
    return Int32(value < 8 ? 8 : value)
  }
}
