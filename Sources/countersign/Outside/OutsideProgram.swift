import Glibc

/// A program that gets the terminal until it ends: an editor, a pager, whatever is piped to. No shell
/// stands between.
struct OutsideProgram: Sendable {
  /// The program, looked up in `PATH`, and its arguments. Not empty.
  var words: [String]
  /// Shape: `NAME=value`.
  var environment: [String]
  /// What it reads instead of the terminal; nil for the terminal.
  var input: Descriptor?
  /// True keeps it off the terminal: it neither reads keys nor draws.
  var isQuiet = false

  /// Runs it to its end. The terminal must be as a shell has it.
  ///
  /// Returns: its exit status, or 128 and the number of the signal that ended it.
  /// Throws: a ``Failure`` when it cannot be started.
  func run() throws(Failure) -> Int {
    // What is typed to stop the program is not for us; the program itself heeds it.
    let deafTo = isQuiet ? [] : Self.deafTo
    let kept = deafTo.map { Self.ignore($0) }
    defer { for (signal, action) in zip(deafTo, kept) { Self.restore(signal, action) } }
    var child = pid_t()
    let status = spawn(&child)
    guard status == 0 else {
      throw Failure(
        .refused, code: "program.unstarted",
        "“\(words[0])” cannot be started: \(reason(status)).",
        advice: "Check its name; it is looked up in PATH, without a shell.")
    }
    return Self.wait(for: child)
  }

  private static let deafTo = [SIGINT, SIGQUIT]

  private func spawn(_ child: inout pid_t) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    if isQuiet {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    if let input { posix_spawn_file_actions_adddup2(&actions, input.number, STDIN_FILENO) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in Self.deafTo + [SIGTSTP, SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    return posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &variables)
  }

  /// When it is stopped (Ctrl-Z), so are we: the shell has to get its terminal back.
  private static func wait(for child: pid_t) -> Int {
    var status: Int32 = 0
    while true {
      let changed = waitpid(child, &status, WUNTRACED)
      if changed < 0 {
        if errno == EINTR { continue }
        return 127
      }
      if status & 0xFF == 0x7F {
        kill(getpid(), SIGSTOP)
        kill(child, SIGCONT)
        continue
      }
      let signal = status & 0x7F
      return signal == 0 ? Int(status >> 8) & 0xFF : 128 + Int(signal)
    }
  }

  private static func ignore(_ signal: Int32) -> sigaction {
    var action = sigaction()
    var old = sigaction()
    action.__sigaction_handler.sa_handler = SIG_IGN
    sigaction(signal, &action, &old)
    return old
  }

  private static func restore(_ signal: Int32, _ action: sigaction) {
    var action = action
    sigaction(signal, &action, nil)
  }
}
