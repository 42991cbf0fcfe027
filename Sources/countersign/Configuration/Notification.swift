/// How new work and failures are told while the terminal is out of sight.
enum Notification: String, Hashable, Sendable, CaseIterable {
  case off
  /// The terminal's bell.
  case bell
  /// OSC 9: iTerm2, ConEmu, WezTerm, foot, ghostty and others.
  case osc9
  /// OSC 777: urxvt, foot, ghostty, WezTerm and others.
  case osc777

  /// The bytes to send; the text is made harmless before. nil for nothing.
  func sequence(_ text: String) -> String? {
    switch self {
    case .off: nil
    case .bell: "\u{7}"
    case .osc9: "\u{1B}]9;\(text)\u{7}"
    // A semicolon would end the text there.
    case .osc777: "\u{1B}]777;notify;Countersign;\(text.replacing(";", with: ","))\u{7}"
    }
  }
}
