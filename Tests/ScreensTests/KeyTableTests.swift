import Governance
import Terminal
import Testing

@testable import Screens

@Suite struct KeyTableTests {
  static let places: [Place] =
    Place.tabs + [
      .request(RequestID(rawValue: "r-1002")), .profile(Sample.ada.key), .findings, .calls, .themes,
      .form, .help,
    ]

  @Test(arguments: places)
  func everyCommandHasANameAndASentence(place: Place) {
    for command in keyTable(place).commands {
      #expect(command.name.allSatisfy { $0.isLowercase || $0 == "-" }, "\(command.name)")
      #expect(command.help.hasSuffix("."), "\(command.name)")
      #expect(command.help.first?.isUppercase == true, "\(command.name)")
      #expect(command.help.count <= 76, "\(command.name): the help has 76 columns at most")
    }
  }

  @Test(arguments: places)
  func aNameMeansOneCommandInAPlace(place: Place) {
    let names = keyTable(place).commands.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: places)
  func noKeyOfAPlaceHidesAnother(place: Place) {
    var owners: [Key: String] = [:]
    for command in keyTable(place).commands {
      for key in command.keys {
        if let owner = owners[key] {
          Issue.record("\(key.label) is \(owner) and \(command.name) in \(place.title)")
        }
        owners[key] = command.name
      }
    }
  }

  @Test(arguments: places)
  func digitsAreCountsAndNothingElse(place: Place) {
    let digits = "0123456789".map { Key.character($0) }
    for command in keyTable(place).commands {
      #expect(command.keys.allSatisfy { !digits.contains($0) })
    }
  }

  /// Opens a place as an operator would.
  static func driver(at place: Place) -> Driver {
    var driver = Driver.started()
    switch place {
    case .request: driver.press(.down, .enter)
    case .profile: driver.press(.down, .character("P"))
    case .findings: driver.press(.character("!"))
    case .themes:
      driver.type(":theme")
      driver.press(.enter)
    case .calls: driver.press(.character("~"))
    case .form: driver.press(.character("n"))
    case .help: driver.press(.character("?"))
    default: driver.press(.alt(Character("\((Place.tabs.firstIndex(of: place) ?? 0) + 1)")))
    }
    return driver
  }

  @Test(arguments: places)
  func placesAreReachedByTheirKeys(place: Place) {
    #expect(Self.driver(at: place).state.place == place)
  }

  @Test(arguments: places)
  func aKeyThatCannotWorkSaysWhy(place: Place) {
    let driver = Self.driver(at: place)
    for command in keyTable(place).commands {
      guard let reason = command.disabledReason(driver.state),
        let key = keyTable(place).key(of: command)
      else { continue }
      var pressed = driver
      pressed.press(key)
      #expect(pressed.message == reason, "\(command.name)")
      #expect(reason.hasSuffix(".") || reason.hasSuffix("!"), "\(reason)")
    }
  }

  @Test(arguments: places)
  func everyCommandRunsFromThePalette(place: Place) {
    guard place != .form else { return }
    let driver = Self.driver(at: place)
    for command in keyTable(place).commands {
      var typed = driver
      typed.type(":\(command.name)")
      typed.press(.enter)
      var pressed = driver
      guard let key = keyTable(place).key(of: command) else { continue }
      pressed.press(key)
      typed.state.palette = pressed.state.palette
      #expect(typed.state == pressed.state, "\(command.name)")
      #expect(typed.effects == pressed.effects, "\(command.name)")
    }
  }

  @Test(arguments: places)
  func theFooterShowsOnlyKeysOfThePlace(place: Place) {
    let driver = Self.driver(at: place)
    let footer = driver.screen[23]
    for command in keyTable(place).commands {
      guard let label = command.label, let key = keyTable(place).key(of: command) else { continue }
      let shown = footer.contains("\(key.label) \(label)")
      guard command.disabledReason(driver.state) == nil else {
        #expect(!shown, "\(command.name) is offered and cannot work")
        continue
      }
      #expect(shown || footer.count > 50, "\(command.name) is missing while there is room")
    }
  }

  @Test func aKeyWithoutMeaningIsSaid() {
    var driver = Driver.started()
    driver.press(.character("Z"))
    #expect(driver.message == "Z does nothing here. Press ? for the keys.")
    driver.press(.unknown)
    #expect(driver.message == nil, "unknown sequences are swallowed")
  }

  @Test func controlKeysReachTheTerminal() {
    var driver = Driver.started()
    driver.forgetEffects()
    driver.press(.control("z"), .control("l"))
    #expect(driver.effects == [.suspend, .redraw])
    driver.forgetEffects()
    driver.press(.character("a"), .control("z"))
    #expect(driver.effects.last == .suspend, "in a confirmation too")
  }

  @Test func qLeavesATabAndGoesBackFromAPage() {
    var driver = Driver.started()
    driver.press(.enter)
    driver.forgetEffects()
    driver.press(.character("q"))
    #expect(driver.state.place == .queue)
    #expect(!driver.effects.contains(.quit))
    driver.press(.character("q"))
    #expect(driver.effects.last == .quit)
  }

  @Test(arguments: [(1, Place.people), (2, .activity), (5, .queue), (7, .activity)])
  func tabsGoRound(count: Int, place: Place) {
    var driver = Driver.started()
    driver.type("\(count)")
    driver.press(.tab)
    #expect(driver.state.place == place)
  }

  @Test func thePaletteCompletesAndRemembers() {
    var driver = Driver.started()
    driver.type(":und")
    #expect(completions(driver.state).isEmpty)
    driver.press(.escape)
    driver.type(":ser")
    driver.press(.tab, .enter)
    #expect(driver.state.place == .servers)
    driver.type(":")
    driver.press(.control("p"))
    #expect(driver.state.prompt?.field.value == "servers")
    driver.press(.control("n"))
    #expect(driver.state.prompt?.field.value == "")
  }

  @Test(arguments: [
    ("nonsense", "There is no command nonsense here. Press ? for those that there are."),
    ("approve now", "approve takes nothing after its name."),
    ("sync mars", "No server is called mars. There are: hr, idp, code, chat."),
    ("p", "p could be"),
  ])
  func aLineThatMeansNothingSaysWhy(line: String, message: String) {
    var driver = Driver.started()
    driver.type(":\(line)")
    driver.press(.enter)
    #expect(driver.message?.hasPrefix(message) == true)
  }

  @Test func commandsTakeArguments() {
    var driver = Driver.started()
    driver.type(":limit risk ge 60")
    driver.press(.enter)
    #expect(driver.state.queue.list.total == 3)
    driver.type(":sync hr")
    driver.press(.enter)
    #expect(driver.effects.contains(.sync(server: "hr")))
    driver.type(":person ines")
    driver.press(.enter)
    #expect(driver.state.place == .people)
    #expect(driver.state.people.list.selected?.person == Sample.ines)
  }
}
