import ArgumentParser
import CMemory
import Dispatch
import Glibc
import Sync

/// The program: the screens without arguments, verbs for the shell.
@main
struct Program: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "countersign",
    abstract: "Approve access in a terminal, and see exactly what your approval will send.",
    discussion: "Without a verb the screens open. Exit status: "
      + EndStatus.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: "; ") + ".",
    version: version,
    subcommands: [
      ScreensVerb.self, ServerVerb.self, SyncVerb.self, QueueVerb.self, ShowVerb.self,
      BlameVerb.self, LogVerb.self, DiffVerb.self, PeopleVerb.self, FindingsVerb.self,
      DriftVerb.self,
      LinkVerb.self, UnlinkVerb.self, RequestVerb.self,
      ExtendVerb.self, ImportVerb.self, RemindVerb.self, PlanVerb.self, WhatIfVerb.self,
      ApproveVerb.self, DenyVerb.self, UndoVerb.self, CounterVerb.self, AcceptVerb.self,
      WithdrawVerb.self,
      AskVerb.self, AnswerVerb.self, DelegateVerb.self, ReviewVerb.self, ReplayVerb.self,
      AuditVerb.self, PolicyVerb.self, DoctorVerb.self, DemoVerb.self,
      CompletionsVerb.self, ManualVerb.self,
    ],
    defaultSubcommand: ScreensVerb.self)

  /// The main thread belongs to the screens; other verbs run on the pool while it waits.
  static func main() {
    // Whoever reads our output may stop; a write then says so, and a socket's must not kill us.
    signal(SIGPIPE, SIG_IGN)
    // A limit on file sizes then is an error of the write, which can be told, and no death.
    signal(SIGXFSZ, SIG_IGN)
    // One heap for all threads: each of its own keeps what it freed, a fifth of the peak of a sync.
    mallopt(M_ARENA_MAX, 1)
    _ = sqlite_counts_no_memory()
    let invocation = Invocation.ofProcess()
    switch parse(Array(CommandLine.arguments.dropFirst()), console: invocation.console) {
    case .failure(let end): Glibc.exit(end.status.rawValue)
    case .success(let screens as ScreensVerb):
      Glibc.exit(conclude(invocation.console) { try screens.open(in: invocation) }.rawValue)
    case .success(let verb):
      Task.detached(executorPreference: QuietExecutor.shared) {
        let status = await conclude(invocation.console) { try await verb.run(in: invocation) }
        Glibc.exit(status.rawValue)
      }
      dispatchMain()
    }
  }

  /// Parses the arguments and does what they say; every error becomes a sentence and a status.
  static func run(_ arguments: [String], in invocation: Invocation) async -> EndStatus {
    switch parse(arguments, console: invocation.console) {
    case .failure(let end): end.status
    case .success(let verb):
      await conclude(invocation.console) { try await verb.run(in: invocation) }
    }
  }

  /// The run ends with the parsing: help was asked for, or the arguments are wrong.
  private struct ParsingEnd: Error { var status: EndStatus }

  private static func parse(
    _ arguments: [String], console: any Console
  ) -> Result<any Verb, ParsingEnd> {
    if let unknown = unknownVerb(arguments) {
      console.errorLine("countersign: \(unknown.text)")
      return .failure(ParsingEnd(status: .usage))
    }
    do {
      var command = try parseAsRoot(GlobalOptions.behindVerb(arguments))
      if let verb = command as? any Verb { return .success(verb) }
      // Help, and a verb that wants another verb after it, say so by throwing.
      try command.run()
      return .failure(ParsingEnd(status: .success))
    } catch {
      let message = fullMessage(for: error)
      if exitCode(for: error) == .success {
        console.line(message)
        return .failure(ParsingEnd(status: .success))
      }
      console.errorLine(message)
      return .failure(ParsingEnd(status: .usage))
    }
  }

  /// A first word that is no verb: without this it would count as an argument of the screens.
  private static func unknownVerb(_ arguments: [String]) -> Failure? {
    guard let word = GlobalOptions.behindVerb(arguments).first, !word.hasPrefix("-") else {
      return nil
    }
    let verbs = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard !verbs.contains(word), word != "help" else { return nil }
    let advice =
      Spelling.nearest(to: word, among: verbs).map { "Did you mean “\($0)”?" }
      ?? "countersign --help lists the verbs."
    return Failure(.usage, code: "usage.verb", "There is no verb “\(word)”.", advice: advice)
  }

  private static func conclude(
    _ console: any Console, _ body: () async throws -> Void
  ) async -> EndStatus {
    do {
      try await body()
      return .success
    } catch { return explain(error, console) }
  }

  private static func conclude(
    _ console: any Console, _ body: () throws -> Void
  ) -> EndStatus {
    do {
      try body()
      return .success
    } catch { return explain(error, console) }
  }

  private static func explain(_ error: any Error, _ console: any Console) -> EndStatus {
    let failure = Failure(any: error)
    console.errorLine("countersign: \(failure.text)")
    return failure.status
  }
}
