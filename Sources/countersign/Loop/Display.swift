import Terminal

/// What the loop needs of a terminal; tests give one that they type on.
protocol Display: AnyObject {
  var size: Size { get }
  /// What to wait on: keys and signals.
  var descriptors: [Int32] { get }
  /// How long to wait at most. Units: milliseconds; -1 is for ever.
  var waitMilliseconds: Int32 { get }
  /// Everything that has come in. Never waits.
  func readEvents() -> [TerminalEvent]
  /// Whether it wants to know when everything is done that was asked for.
  var wantsIdle: Bool { get }
  /// Nothing is under way, and nothing will come by itself before something else is pressed.
  func becameIdle()
  /// Shows the frame, and writes only what differs from the one before.
  func draw(_ frame: Frame)
  /// Gives the terminal back, stops the process until it is continued, and takes it again.
  func suspend() -> [TerminalEvent]
  /// Forgets what the terminal shows: the next frame is drawn whole.
  func invalidate()
  func setTitle(_ title: String)
  /// Sends a notification's bytes, where the terminal takes such.
  func notify(_ sequence: String)
  /// Draws with another theme from the next frame on.
  func use(_ choice: ThemeChoice)
  /// Runs something that needs the terminal as a shell has it; the next frame is drawn whole, at
  /// ``size`` as it is by then.
  func outside<Result>(_ body: () throws -> Result) rethrows -> Result
  /// Puts a text on the terminal's clipboard. Returns: false where it has none.
  func copy(_ text: String) -> Bool
}

extension Display {
  var wantsIdle: Bool { false }
  func becameIdle() {}
}

extension TerminalDevice: Display {}
