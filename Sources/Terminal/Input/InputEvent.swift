/// What a terminal said.
enum InputEvent: Hashable, Sendable {
  case key(Key)
  case mouse(MouseAction)
  /// Answer to OSC 11. Units: 0 to 1 for each colour.
  case background(red: Double, green: Double, blue: Double)
  /// Answer to DA1, which every terminal gives; what was asked before it has been answered by then.
  case attributes
}
