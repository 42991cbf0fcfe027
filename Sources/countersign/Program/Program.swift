import ArgumentParser
import Foundation
import Glibc

/// The program: the screens without arguments, verbs for the shell.
@main
struct Program: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "countersign",
    abstract: "Approve access in a terminal, and see exactly what your approval will send.",
    discussion: "Without a verb the screens open. Exit status: "
      + ExitStatus.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: "; ") + ".",
    version: version,
    subcommands: [
      QueueVerb.self, ShowVerb.self, RequestVerb.self, ImportVerb.self, AuditVerb.self,
      DemoVerb.self, CompletionsVerb.self,
    ])

  static func main() async {
    signal(SIGPIPE, SIG_IGN)
    let status = await run(Array(CommandLine.arguments.dropFirst()), in: .ofProcess())
    Glibc.exit(status.rawValue)
  }

  /// Parses the arguments and does what they say; every error becomes a sentence and a status.
  static func run(_ arguments: [String], in invocation: Invocation) async -> ExitStatus {
    let command: any ParsableCommand
    do {
      command = try parseAsRoot(arguments)
    } catch {
      return explain(parsing: error, on: invocation.console)
    }
    guard let verb = command as? any Verb else {
      invocation.console.line(helpMessage(for: type(of: command)))
      return .usage
    }
    do {
      try await verb.run(in: invocation)
      return .success
    } catch {
      let failure = Failure(any: error)
      invocation.console.errorLine("countersign: \(failure.text)")
      return failure.status
    }
  }

  private static func explain(parsing error: any Error, on console: any Console) -> ExitStatus {
    let message = fullMessage(for: error)
    if exitCode(for: error) == .success {
      console.line(message)
      return .success
    }
    console.errorLine(message)
    return .usage
  }
}
