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
  /// Shows the frame, and writes only what differs from the one before.
  func draw(_ frame: Frame)
  /// Gives the terminal back, stops the process until it is continued, and takes it again.
  func suspend() -> [TerminalEvent]
  /// Forgets what the terminal shows: the next frame is drawn whole.
  func invalidate()
  func setTitle(_ title: String)
}

extension TerminalDevice: Display {}
