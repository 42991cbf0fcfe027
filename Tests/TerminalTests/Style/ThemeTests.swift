import Foundation
import Testing

@testable import Terminal

struct ThemeTests {
  @Test(arguments: Theme.builtInNames)
  func builtInThemesNameEveryRole(_ name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../themes/\(name).toml")
    let text = try String(contentsOf: file, encoding: .utf8)
    let theme = try ThemeParser(text, file: name).parse()
    #expect(theme == Theme.builtIn(named: name))
    for role in StyleRole.allCases {
      #expect(text.contains("\n\(role.name) = ") || text.contains("\n\"\(role.name)\" = "))
    }
  }

  @Test func namesOfThemes() {
    #expect(Theme.builtInNames.allSatisfy { Theme.builtIn(named: $0) != nil })
    #expect(Theme.builtIn(named: "neon") == nil)
  }

  @Test func monoHasNoColour() {
    for role in StyleRole.allCases {
      #expect(Theme.mono[role].foreground == nil)
      #expect(Theme.mono[role].background == nil)
    }
  }

  struct Reading: Sendable {
    var theme: String
    /// The background that terminals of its kind have.
    var paper: Int
    var least = 4.5
  }

  /// WCAG 2.1 asks for 4.5 to 1; what is off or a border may be fainter.
  @Test(arguments: [
    Reading(theme: "dark", paper: 0x000000), Reading(theme: "dark", paper: 0x1E1E1E),
    Reading(theme: "light", paper: 0xFFFFFF), Reading(theme: "light", paper: 0xFAFAFA),
    Reading(theme: "high-contrast", paper: 0x000000, least: 7),
    Reading(theme: "safe", paper: 0x1E1E1E), Reading(theme: "dracula", paper: 0x282A36),
    Reading(theme: "gruvbox", paper: 0x282828), Reading(theme: "catppuccin", paper: 0x1E1E2E),
  ])
  func everythingCanBeRead(_ reading: Reading) throws {
    let theme = try #require(Theme.builtIn(named: reading.theme))
    let faint: Set<StyleRole> = [.border, .keyOff]
    for role in StyleRole.allCases {
      for ground in [role, .selected, .header] {
        let style = theme.style(of: role, on: ground)
        guard let foreground = style.foreground else { continue }
        let least = faint.contains(role) ? 2.0 : reading.least
        let contrast = Contrast.between(
          foreground, style.background ?? Color(.rgb(reading.paper)))
        #expect(contrast >= least, "\(reading.theme): \(role) on \(ground): \(contrast)")
      }
    }
  }

  /// What is well and what is wrong differ in lightness or in blue, which every eye tells apart.
  @Test(arguments: [(StyleRole.added, StyleRole.removed), (.ok, .error), (.riskLow, .riskHigh)])
  func theSafeThemeNeedsNoRedAndGreen(_ well: StyleRole, _ wrong: StyleRole) throws {
    let theme = try #require(Theme.builtIn(named: "safe"))
    guard case .rgb(let red, _, let blue) = theme[well].foreground?.shade,
      case .rgb(let otherRed, _, let otherBlue) = theme[wrong].foreground?.shade
    else {
      Issue.record("no colours")
      return
    }
    #expect(blue > red && otherRed > otherBlue)
  }

  @Test func aBarKeepsTheColourOfItsText() {
    let theme = Theme.dark
    let style = theme.style(of: .riskHigh, on: .selected)
    #expect(style.foreground == theme[.riskHigh].foreground)
    #expect(style.background == theme[.selected].background)
    #expect(style.attributes == [.bold])
    #expect(Theme.mono.style(of: .match, on: .selected).attributes == [.underline, .reverse])
  }

  @Test func rolesThatAreLeftOutComeFromTheBuiltInTheme() throws {
    let text = """
      background = "light"
      [roles]
      dim = { fg = 240 }
      """
    let theme = try ThemeParser(text, file: "mine.toml").parse()
    #expect(theme[.dim].foreground == Color(.indexed(240)))
    #expect(theme[.riskHigh] == Theme.light[.riskHigh])
  }
}

enum Contrast {
  static func between(_ one: Color, _ other: Color) -> Double {
    let lights = [luminance(one.shade), luminance(other.shade)].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  private static func luminance(_ shade: Color.Shade) -> Double {
    let levels: (Int, Int, Int)
    switch shade {
    case .standard: return 1
    case .indexed(let index): levels = ColorDepth.levels(Int(index))
    case .rgb(let red, let green, let blue): levels = (Int(red), Int(green), Int(blue))
    }
    return 0.2126 * linear(levels.0) + 0.7152 * linear(levels.1) + 0.0722 * linear(levels.2)
  }

  /// Source: WCAG 2.1, relative luminance.
  private static func linear(_ level: Int) -> Double {
    let value = Double(level) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}

extension Color.Shade {
  static func rgb(_ value: Int) -> Color.Shade {
    .rgb(
      red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
  }
}
