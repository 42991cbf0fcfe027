import Foundation

/// Runs a program without a shell, away from the terminal, and takes what it prints.
struct Command: Sendable {
  enum Outcome: Hashable, Sendable {
    /// The reason is the system's.
    case notStarted(reason: String)
    /// Ran longer than it may; it and what it started were killed.
    case timedOut
    /// The status is the exit status, or 128 and the signal's number.
    case ended(status: Int, output: [UInt8], errors: [UInt8])
  }

  /// The program, looked up in `PATH`, and its arguments. Not empty.
  var words: [String]
  var timeoutSeconds: Double
  /// Variables of ours that the program does not get: they hold secrets that are not for it.
  var withheldVariables: Set<String> = []
  /// What is printed beyond is dropped.
  static let maximumBytes = 64 << 10

  /// Runs on a thread of its own: waiting must not hold up one of Swift's few.
  func run() async -> Outcome {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: runAndWait()) }
    }
  }

  private func runAndWait() -> Outcome {
    var output = PipeEnds()
    var errors = PipeEnds()
    defer {
      output.close()
      errors.close()
    }
    guard output.open(), errors.open() else { return .notStarted(reason: Self.text(errno)) }
    var child = pid_t()
    let status = spawn(&child, output: output.write, errors: errors.write)
    guard status == 0 else { return .notStarted(reason: Self.text(status)) }
    output.closeWrite()
    errors.closeWrite()
    return collect(child, output: output.read, errors: errors.read)
  }

  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }

  // MARK: - Start

  /// glibc's `POSIX_SPAWN_SETSID`, which its headers show to GNU sources alone.
  private static let ownSession: Int32 = 0x80

  private func spawn(_ child: inout pid_t, output: Int32, errors: Int32) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    // A session of its own: it cannot draw over the screen or read the keys, and is killed whole.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Self.ownSession | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    return posix_spawnp(&child, words[0], &actions, &attributes, &arguments, &variables)
  }

  /// Shape: `NAME=value`.
  private var environment: [String] {
    ProcessInfo.processInfo.environment.filter { !withheldVariables.contains($0.key) }
      .map { "\($0.key)=\($0.value)" }
  }

  // MARK: - Wait

  /// Ends with the program, not with its pipes: an agent that it leaves behind may hold them open.
  private func collect(_ child: pid_t, output: Int32, errors: Int32) -> Outcome {
    let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
    var printed: [UInt8] = []
    var complained: [UInt8] = []
    var entries = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
      poll(&entries, 2, 20)
      var status: Int32 = 0
      let hasEnded = waitpid(child, &status, WNOHANG) == child
      // A closed pipe would wake `poll` for ever: -1 leaves it out.
      if !Self.drain(output, into: &printed) { entries[0].fd = -1 }
      if !Self.drain(errors, into: &complained) { entries[1].fd = -1 }
      if hasEnded { return .ended(status: Self.code(status), output: printed, errors: complained) }
      if ContinuousClock.now > deadline {
        kill(-child, SIGKILL)
        waitpid(child, &status, 0)
        return .timedOut
      }
    }
  }

  /// Takes what is there; the descriptor does not block. False once nothing more can come.
  private static func drain(_ descriptor: Int32, into bytes: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return count < 0 && errno == EAGAIN }
      bytes += buffer[..<count].prefix(max(0, maximumBytes - bytes.count))
    }
  }

  private static func code(_ status: Int32) -> Int {
    let signal = status & 0x7F
    return signal == 0 ? Int(status >> 8) & 0xFF : 128 + Int(signal)
  }
}

/// The two ends of a pipe; -1 where closed.
private struct PipeEnds {
  private(set) var read: Int32 = -1
  private(set) var write: Int32 = -1

  mutating func open() -> Bool {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    read = ends[0]
    write = ends[1]
    return fcntl(read, F_SETFD, FD_CLOEXEC) == 0 && fcntl(write, F_SETFD, FD_CLOEXEC) == 0
      && fcntl(read, F_SETFL, O_NONBLOCK) == 0
  }

  mutating func closeWrite() {
    if write >= 0 { Foundation.close(write) }
    write = -1
  }

  mutating func close() {
    closeWrite()
    if read >= 0 { Foundation.close(read) }
    read = -1
  }
}
