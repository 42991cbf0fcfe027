import Testing

@testable import Terminal

struct ColorDepthTests {
  @Test(arguments: [
    (-1, ColorDepth.none), (0, .none), (2, .none), (8, .eight), (16, .sixteen), (88, .sixteen),
    (256, .palette), (0x100_0000, .direct),
  ])
  func depthByTerminfo(_ colors: Int, _ depth: ColorDepth) {
    #expect(ColorDepth(terminfoColors: colors) == depth)
  }

  @Test(arguments: [
    (ColorDepth.none, Color.Shade.standard), (.eight, .indexed(1)), (.sixteen, .indexed(9)),
    (.palette, .indexed(210)), (.direct, .rgb(0xFF8787)),
  ])
  func aThemesColourAtEveryDepth(_ depth: ColorDepth, _ shade: Color.Shade) {
    #expect(depth.shade(for: Color(.rgb(0xFF8787), basic: .indexed(9))) == shade)
  }

  @Test(arguments: [
    (0x000000, 16, 0), (0xFFFFFF, 231, 15), (0x0000FF, 21, 12), (0x808080, 244, 8),
    (0xCD0000, 160, 1), (0x5F87D7, 68, 8),
  ])
  func withoutASecondColourTheNearestIsTaken(_ rgb: Int, _ palette: UInt8, _ ansi: UInt8) {
    let color = Color(.rgb(rgb))
    #expect(ColorDepth.palette.shade(for: color) == .indexed(palette))
    #expect(ColorDepth.sixteen.shade(for: color) == .indexed(ansi))
  }

  @Test func aPaletteNumberOnAnOldTerminal() {
    #expect(ColorDepth.sixteen.shade(for: Color(.indexed(196))) == .indexed(9))
    #expect(ColorDepth.eight.shade(for: Color(.indexed(196))) == .indexed(1))
    #expect(ColorDepth.eight.shade(for: Color(.standard)) == .standard)
  }

  @Test func rolesHaveNamesAndLettersOfTheirOwn() {
    #expect(Set(StyleRole.allCases.map(\.name)).count == StyleRole.allCases.count)
    #expect(Set(StyleRole.allCases.map(\.letter)).count == StyleRole.allCases.count)
    #expect(StyleRole.allCases.allSatisfy { StyleRole(named: $0.name) == $0 })
    #expect(StyleRole(named: "keyOff") == nil)
    #expect(StyleRole.riskHigh.description == "risk.high")
    #expect(StyleRole.mark.letter == "M")
  }
}
