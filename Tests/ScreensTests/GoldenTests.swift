import Foundation
import Governance
import Terminal
import Testing

@testable import Screens

/// One picture a screen and size, as a person sees it. `UPDATE_GOLDENS=1` writes them anew: read
/// them as an approver before they are committed.
@Suite struct GoldenTests {
  struct Scene: Sendable, CustomStringConvertible {
    var name: String
    var play: @Sendable (inout Driver) -> Void
    var description: String { name }
  }

  static let sizes = [
    Size(columns: 60, rows: 20), Size(columns: 80, rows: 24), Size(columns: 120, rows: 40),
    Size(columns: 200, rows: 50),
  ]

  static let scenes: [Scene] = [
    Scene(name: "queue") { $0.press(.down, .character(" "), .up) },
    Scene(name: "queue-decided") { driver in
      for _ in 0..<4 { driver.press(.character("]")) }
      driver.press(.down)
    },
    Scene(name: "queue-limit-mistake") { driver in
      driver.type("lrisk eq")
      driver.press(.enter)
    },
    Scene(name: "queue-palette") { $0.type(":de") },
    Scene(name: "queue-limit-completion") { $0.type(#"lrisk ge 30 and item.server eq "c"#) },
    Scene(name: "queue-grouped") { driver in
      driver.type(":group asked-by")
      driver.press(.enter, .down, .down)
      driver.type("t")
    },
    Scene(name: "queue-columns") { driver in
      driver.type(":columns for access ticket submitted risk origin")
      driver.press(.enter)
      driver.type(":order -risk,for")
      driver.press(.enter)
    },
    Scene(name: "queue-hidden-tags") { driver in
      driver.type("Trisk ge 0")
      driver.press(.enter)
      driver.type("lrisk ge 60")
      driver.press(.enter)
      driver.type("BHigh risk")
      driver.press(.enter)
    },
    Scene(name: "people-limit") { driver in
      driver.press(.tab)
      driver.type("lactive eq ")
    },
    Scene(name: "queue-refused") { driver in
      driver.type("3j")
      driver.press(.character("a"))
    },
    Scene(name: "request") { driver in
      driver.press(.down, .enter)
    },
    Scene(name: "approve-tagged") { driver in
      driver.type(" jj   ")
      driver.type("lrisk lt 90")
      driver.press(.enter)
      driver.type("a")
    },
    Scene(name: "approve-one") { $0.press(.down, .character("a")) },
    Scene(name: "deny") { driver in
      driver.type("d")
      driver.type("Not needed for the review.")
    },
    Scene(name: "deny-own-reason") { driver in
      driver.type("   d")
      driver.type("Not before the audit.")
      driver.press(.enter, .home, .down, .down, .down)
      driver.type("R")
      driver.press(.control("u"))
      driver.type("Ask again in January.")
      driver.press(.enter, .home)
    },
    Scene(name: "people") { $0.press(.tab) },
    Scene(name: "people-search") { driver in
      driver.press(.tab)
      driver.type("/data")
    },
    Scene(name: "profile") { $0.press(.down, .character("P")) },
    Scene(name: "profile-folded") { $0.press(.down, .character("P"), .character("z")) },
    Scene(name: "activity") { $0.press(.tab, .tab) },
    Scene(name: "audit") { $0.press(.tab, .tab, .tab, .character("v")) },
    Scene(name: "servers") { $0.press(.backTab, .down, .down, .down) },
    Scene(name: "findings") { $0.press(.character("!"), .down) },
    Scene(name: "help") { $0.press(.character("?")) },
    Scene(name: "help-search") { $0.type("?/tag") },
    Scene(name: "form") { driver in
      driver.type("n")
      driver.type("ada")
      driver.press(.enter, .tab)
      driver.type("pro")
    },
    Scene(name: "queue-empty") { driver in
      driver.type("lnobody")
      driver.press(.enter)
    },
  ]

  @Test(arguments: scenes, sizes)
  func screenLooksAsDrawn(scene: Scene, size: Size) throws {
    var driver = Driver.started(columns: size.columns, rows: size.rows)
    scene.play(&driver)
    let name = "\(scene.name)-\(size.columns)x\(size.rows)"
    try Golden(name: name).compare(driver.screen)
    // What each cell means, and on which rows a bar lies under the text; themes turn it to colours.
    let frame = render(driver.state, size: size)
    let grounds = zip(frame.roles, frame.grounds).enumerated().filter { $1.0 != $1.1 }.map {
      "\($0) \($1.1)"
    }
    try Golden(name: "Roles/\(name)").compare(frame.roles + ["under the text"] + grounds)
  }
}

/// A picture in the file system.
struct Golden {
  let name: String

  private var url: URL {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/\(name).txt")
  }

  func compare(_ lines: [String]) throws {
    let text = lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try text.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let golden = try String(contentsOf: url, encoding: .utf8)
    if text == golden { return }
    let before = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let after = text.split(separator: "\n", omittingEmptySubsequences: false)
    let row = zip(before, after).enumerated().first { $1.0 != $1.1 }
    Issue.record(
      """
      \(name) differs\(row.map { " at row \($0.offset):\n- \($0.element.0)\n+ \($0.element.1)" } ?? "")
      """)
  }
}
