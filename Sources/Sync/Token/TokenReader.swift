import Foundation

/// Reads a token from where the configuration says it is.
struct TokenReader: Sendable {
  var source: TokenSource
  var server: String
  var environment: @Sendable (String) -> String?
  /// How long a `token_command` may take. Units: seconds.
  var commandTimeoutSeconds = 60.0

  func read() async -> Result<String, SyncError> {
    do throws(SyncError) {
      switch source {
      case .none: return .success("")
      case .environment(let name): return .success(try read(variable: name))
      case .file(let path): return .success(try read(file: path))
      case .command(let words): return .success(try await read(command: words))
      }
    } catch {
      return .failure(error)
    }
  }

  private func read(variable name: String) throws(SyncError) -> String {
    let advice = "Set \(name), or use `token_command` or `token_file`."
    guard let value = environment(name), !value.isEmpty else {
      throw failure(
        .tokenMissing, "The environment variable \(name) with the token is not set.", advice)
    }
    return try checked(value, from: "the environment variable \(name)")
  }

  // MARK: - File

  private func read(file path: String) throws(SyncError) -> String {
    let full = path.hasPrefix("~/") ? (environment("HOME") ?? "") + path.dropFirst(1) : path
    let attributes: [FileAttributeKey: Any]
    let text: String
    do {
      attributes = try FileManager.default.attributesOfItem(atPath: Self.target(of: full))
    } catch {
      throw failure(
        .tokenUnreadable, "The token file \(path) cannot be read.",
        "Create it with the token in it and nothing else, then: chmod 600 \(path)")
    }
    // Whoever may read the file has the token; whoever may write it chooses where we log in.
    let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
    guard mode & 0o077 == 0 else {
      let octal = String(mode & 0o777, radix: 8)
      throw failure(
        .tokenExposed, "The token file \(path) is open to others (mode \(octal)).",
        "Close it (chmod 600 \(path)), and think of the token as known to them.")
    }
    do { text = try String(contentsOfFile: full, encoding: .utf8) } catch {
      throw failure(
        .tokenUnreadable, "The token file \(path) cannot be read as text.",
        "Check its owner, and that it holds the token and nothing else.")
    }
    return try checked(text, from: "the token file \(path)")
  }

  /// `attributesOfItem` describes a link itself; what counts is what it points to.
  private static func target(of path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  // MARK: - Command

  private func read(command words: [String]) async throws(SyncError) -> String {
    let advice = "Run it by hand in a shell: it must print the token and nothing else."
    guard let program = words.first, !program.isEmpty else {
      throw failure(.tokenCommandFailed, "The token_command is empty.", "Name a program to run.")
    }
    let result = await Command(words: words, timeoutSeconds: commandTimeoutSeconds).run()
    switch result {
    case .notStarted(let reason):
      throw failure(
        .tokenCommandFailed, "The token_command \(program) cannot be started: \(reason).",
        "Check its spelling, or give the full path.")
    case .timedOut:
      let seconds = Int(commandTimeoutSeconds)
      throw failure(
        .tokenCommandFailed, "The token_command \(program) was stopped after \(seconds) s.", advice)
    case .ended(let status, let output, let errors):
      guard status == 0 else {
        let said = Self.firstLine(of: errors, without: output)
        throw failure(
          .tokenCommandFailed,
          "The token_command \(program) ended with status \(status)\(said).", advice)
      }
      guard let text = String(validating: output, as: UTF8.self) else {
        throw failure(.tokenCommandFailed, "The token_command printed no text.", advice)
      }
      return try checked(text, from: "the token_command \(program)")
    }
  }

  /// What a program complained about, without what it printed as a token.
  private static func firstLine(of errors: [UInt8], without output: [UInt8]) -> String {
    let text = String(decoding: errors, as: UTF8.self)
    let secret = trimmed(String(decoding: output, as: UTF8.self))
    guard var line = text.split(whereSeparator: \.isNewline).first.map({ trimmed(String($0)) })
    else { return "" }
    if !secret.isEmpty { line = line.replacing(secret, with: "…") }
    while line.last == "." { line.removeLast() }
    return ": \(line.prefix(200))"
  }

  // MARK: - Both

  private func checked(_ text: String, from place: String) throws(SyncError) -> String {
    let token = Self.trimmed(text)
    guard !token.isEmpty else {
      throw failure(
        .tokenMissing, "There is no token in \(place).",
        "Put the server's bearer token there, and nothing else.")
    }
    guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw failure(
        .tokenUnreadable, "What \(place) gives is no token: it has spaces or line breaks inside.",
        "Let it give the server's bearer token, and nothing else.")
    }
    return token
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func failure(_ code: SyncError.Code, _ sentence: String, _ advice: String) -> SyncError {
    SyncError(code: code, server: server, sentence: sentence, advice: advice)
  }
}
