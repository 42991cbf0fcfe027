import Foundation

/// How a text is handed to the clipboard of the terminal: OSC 52, which works over SSH as well.
enum ClipboardSequence {
  /// The bytes to send. A multiplexer that stands between passes them on where it is told to.
  ///
  /// Source: xterm control sequences, OSC 52; tmux(1), `allow-passthrough`; screen(1), DCS.
  static func bytes(_ text: String, terminal: String, environment: [String: String]) -> [UInt8] {
    let encoded = Data(text.utf8).base64EncodedString()
    let plain = "\u{1B}]52;c;\(encoded)\u{7}"
    if environment["STY"]?.isEmpty == false {
      return Array("\u{1B}P\(plain)\u{1B}\\".utf8)
    }
    if environment["TMUX"]?.isEmpty == false || terminal.hasPrefix("tmux") {
      let doubled = plain.replacing("\u{1B}", with: "\u{1B}\u{1B}")
      return Array("\(plain)\u{1B}Ptmux;\(doubled)\u{1B}\\".utf8)
    }
    return Array(plain.utf8)
  }
}

extension TerminalDevice {
  /// Sends a bell or an operating system command; the latter only to terminals that take such.
  public func notify(_ sequence: String) {
    guard isOpen, features.acceptsCommands || sequence == "\u{7}" else { return }
    send(Array(sequence.utf8))
  }

  /// Puts a text on the clipboard of the terminal, wherever that runs.
  ///
  /// Returns: false where it is not known to understand that; nothing was sent then. Whether it
  /// heeds it, a terminal does not say.
  public func copy(_ text: String) -> Bool {
    guard isOpen, features.acceptsCommands || environment["STY"]?.isEmpty == false else {
      return false
    }
    send(
      ClipboardSequence.bytes(
        text, terminal: environment["TERM"] ?? "", environment: environment))
    return true
  }
}
