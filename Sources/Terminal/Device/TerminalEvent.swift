/// What the terminal reports to the loop.
public enum TerminalEvent: Hashable, Sendable {
  case key(Key)
  case mouse(MouseAction)
  /// The size changed, or the screen was away and has to be drawn again.
  case resized(Size)
  /// The terminal answered what its background is; an automatic theme has changed by now.
  case background(isLight: Bool)
  /// Asked to end by SIGTERM, SIGHUP, SIGINT or SIGQUIT, or the terminal is gone. A second signal
  /// ends the process at once.
  case terminated(signal: Int32)
}
