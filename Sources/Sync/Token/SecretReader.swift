import Foundation

/// Reads a secret from where the configuration says it is.
struct SecretReader: Sendable {
  var source: SecretSource
  var purpose = SecretPurpose.token
  var server: String
  var environment: @Sendable (String) -> String?
  /// Variables that a program which we start does not get.
  var withheldVariables: Set<String> = []
  /// How long a `token_command` and its like may take. Units: seconds.
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

  /// nil where a program would have to be run.
  func readWithoutProgram() throws(SyncError) -> String? {
    switch source {
    case .none, .command: nil
    case .environment(let name): try read(variable: name)
    case .file(let path): try read(file: path)
    }
  }

  /// What is wrong with the place, as far as it shows without running a program; nil for nothing.
  func fault() -> SyncError? {
    do throws(SyncError) {
      _ = try readWithoutProgram()
      return nil
    } catch {
      return error
    }
  }

  private func read(variable name: String) throws(SyncError) -> String {
    let prefix = purpose.prefix
    guard let value = environment(name), !value.isEmpty else {
      throw failure(
        .tokenMissing,
        "The environment variable \(name) with the \(purpose.noun) is not set.",
        "Set \(name), or use `\(prefix)_command` or `\(prefix)_file`.")
    }
    return try checked(value, from: "the environment variable \(name)")
  }

  // MARK: - File

  private func read(file path: String) throws(SyncError) -> String {
    let full = path.hasPrefix("~/") ? (environment("HOME") ?? "") + path.dropFirst(1) : path
    let named = "The \(purpose.noun) file \(path)"
    if let fault = PrivateFile(path: full).fault {
      throw failure(fault.code, "\(named) \(fault.words).", fault.advice(for: path))
    }
    let text: String
    do { text = try String(contentsOfFile: full, encoding: .utf8) } catch {
      throw failure(
        .tokenUnreadable, "\(named) cannot be read as text.",
        "Check its owner, and that it holds the \(purpose.wanted) and nothing else.")
    }
    return try checked(text, from: "the \(purpose.noun) file \(path)")
  }

  // MARK: - Command

  private func read(command words: [String]) async throws(SyncError) -> String {
    let key = "\(purpose.prefix)_command"
    let advice = "Run it by hand in a shell: it must print the \(purpose.noun) and nothing else."
    guard let program = words.first, !program.isEmpty else {
      throw failure(.tokenCommandFailed, "The \(key) is empty.", "Name a program to run.")
    }
    let result = await Command(
      words: words, timeoutSeconds: commandTimeoutSeconds, withheldVariables: withheldVariables
    ).run()
    switch result {
    case .notStarted(let reason):
      throw failure(
        .tokenCommandFailed, "The \(key) \(program) cannot be started: \(reason).",
        "Check its spelling, or give the full path.")
    case .timedOut:
      let seconds = Int(commandTimeoutSeconds)
      throw failure(
        .tokenCommandFailed, "The \(key) \(program) was stopped after \(seconds) s.", advice)
    case .ended(let status, let output, let errors):
      guard status == 0 else {
        let said = Self.firstLine(of: errors, without: output)
        throw failure(
          .tokenCommandFailed, "The \(key) \(program) ended with status \(status)\(said).", advice)
      }
      guard let text = String(validating: output, as: UTF8.self) else {
        throw failure(.tokenCommandFailed, "The \(key) printed no text.", advice)
      }
      return try checked(text, from: "the \(key) \(program)")
    }
  }

  /// What a program complained about, without what it printed as a secret.
  private static func firstLine(of errors: [UInt8], without output: [UInt8]) -> String {
    let text = String(decoding: errors, as: UTF8.self)
    let secret = trimmed(String(decoding: output, as: UTF8.self))
    guard var line = text.split(whereSeparator: \.isNewline).first.map({ trimmed(String($0)) })
    else { return "" }
    if !secret.isEmpty { line = line.replacing(secret, with: "…") }
    while line.last == "." { line.removeLast() }
    return ": \(line.prefix(200))"
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  // MARK: - All

  private func checked(_ text: String, from place: String) throws(SyncError) -> String {
    let trimmed = purpose.trimmed(text)
    guard !trimmed.allSatisfy(\.isWhitespace) else {
      throw failure(
        .tokenMissing, "There is no \(purpose.noun) in \(place).",
        "Put the \(purpose.wanted) there, and nothing else.")
    }
    guard let secret = purpose.secret(in: trimmed) else {
      throw failure(
        .tokenUnreadable, "What \(place) gives \(purpose.complaint).",
        "Let it give the \(purpose.wanted), and nothing else.")
    }
    return secret
  }

  private func failure(_ code: SyncError.Code, _ sentence: String, _ advice: String) -> SyncError {
    SyncError(code: code, server: server, sentence: sentence, advice: advice)
  }
}
