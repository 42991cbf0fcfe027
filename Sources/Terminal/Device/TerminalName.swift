import CNcurses
import Glibc

/// Finds the description of the terminal before anything is sent to it.
enum TerminalName {
  /// The value of TERM, once it is sure that a screen can be drawn there.
  static func checked(_ environment: [String: String]) throws(TerminalError) -> String {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    guard let name = environment["TERM"], !name.isEmpty else { throw .noName }
    var found: Int32 = 0
    guard setupterm(name, STDOUT_FILENO, &found) == OK else {
      throw found == 1 ? .cannotMoveCursor(name: name) : .unknownName(name)
    }
    guard curses_has_cursor_address() != 0 else { throw .cannotMoveCursor(name: name) }
    return name
  }

  /// The description with direct colours of a terminal that says so in COLORTERM, where the machine
  /// has one.
  static func direct(_ name: String, _ environment: [String: String]) -> String? {
    guard ["truecolor", "24bit"].contains(environment["COLORTERM"]) else { return nil }
    let candidate = name.replacing("-256color", with: "") + "-direct"
    var found: Int32 = 0
    return setupterm(candidate, STDOUT_FILENO, &found) == OK ? candidate : nil
  }

  /// ncurses writes in the locale's encoding. A terminal of today reads UTF-8 even where the locale
  /// says nothing.
  static func chooseLocale() {
    setlocale(LC_CTYPE, "")
    if String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
  }
}
