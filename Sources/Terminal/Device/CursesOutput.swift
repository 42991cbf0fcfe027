import CNcurses

/// Collects what ncurses puts out byte by byte for strings of terminfo.
enum CursesOutput {
  // ncurses wants a C function without a context; the one device of a process is the only caller.
  nonisolated(unsafe) private static var collected: [UInt8] = []

  static let put: @convention(c) (Int32) -> Int32 = { byte in
    CursesOutput.collected.append(UInt8(truncatingIfNeeded: byte))
    return byte
  }

  static func collect(_ body: () -> Void) -> [UInt8] {
    collected.removeAll(keepingCapacity: true)
    body()
    return collected
  }

  static func append(_ text: String) { collected += text.utf8 }

  static func move(to position: Position) {
    guard let bytes = curses_move(Int32(position.row), Int32(position.column)) else { return }
    tputs(bytes, 1, put)
  }

  /// What the open terminal takes beyond its description.
  static func features(_ name: String) -> TerminalFeatures {
    var paste: TerminalFeatures.Paste?
    if let on = capability("BE"), let off = capability("BD") { paste = .init(on: on, off: off) }
    return TerminalFeatures(name: name, paste: paste, isXtermLike: tigetflag("XT") == 1)
  }

  /// A capability as it is sent, without its padding: `$<5>`.
  static func capability(_ name: String) -> String? {
    guard let bytes = curses_string(name) else { return nil }
    return String(cString: bytes).without(from: "$<", through: ">")
  }
}

extension String {
  /// The text without each part that starts with one sign and ends with another.
  func without(from start: String, through end: Character) -> String {
    var kept = ""
    var rest = self[...]
    while let from = rest.firstRange(of: start),
      let to = rest[from.upperBound...].firstIndex(of: end)
    {
      kept += rest[..<from.lowerBound]
      rest = rest[rest.index(after: to)...]
    }
    return kept + rest
  }
}
