import Foundation
import Screens
import Sync
import Synchronization

/// Looks at a server that is being written down, and writes it into the configuration.
final class ServerTrial: Sendable {
  private let session: Session
  private let post: @Sendable (Event) -> Void
  /// The newest question; an older one is not waited for.
  private let asking = Mutex<Task<Void, Never>?>(nil)

  init(session: Session, post: @escaping @Sendable (Event) -> Void) {
    self.session = session
    self.post = post
  }

  /// No server is being asked.
  var isIdle: Bool { asking.withLock { $0 == nil } }

  /// Looks at the text here and now, and asks the server elsewhere.
  func look(at draft: ServerDraft, asksServer: Bool, generation: Int) {
    let check = DraftCheck(draft: draft, session: session)
    let post = post
    asking.withLock { task in
      task?.cancel()
      task = nil
      guard asksServer, check.test.isComplete, let server = check.server else {
        post(.serverTested(check.test, generation: generation))
        return
      }
      let invocation = session.invocation
      task = Task.detached(executorPreference: QuietExecutor.shared) {
        let test = await Self.ask(server, check.test, invocation)
        guard !Task.isCancelled else { return }
        self.asking.withLock { $0 = nil }
        post(.serverTested(test, generation: generation))
      }
    }
  }

  private static func ask(
    _ server: ServerConfiguration, _ known: ServerTest, _ invocation: Invocation
  ) async -> ServerTest {
    var test = known
    do {
      let report = try await ServerReport(of: server, by: invocation)
      test.hasAnswered = true
      test.answers = [.init(.good, report.head)]
      if !report.capabilities.isEmpty {
        test.answers.append(.init(.good, "can: \(report.capabilities.joined(separator: ", "))"))
      }
      test.answers += report.limits.map { .init(.note, $0) }
    } catch {
      let failure = Failure(any: error)
      test.answers = [.init(.wrong, failure.sentence)]
      if !failure.advice.isEmpty { test.answers.append(.init(.note, failure.advice)) }
    }
    return test
  }

  /// Returns: the server's name.
  ///
  /// Throws: ``ConfigurationError``; nothing was written then.
  static func add(_ draft: ServerDraft, to session: Session) throws -> String {
    let file = ConfigurationFile(path: session.places.configuration)
    var text = try file.text() ?? ""
    let before = try ConfigurationReader.read(text, file: file.path)
    if before.operatorName == nil, let name = draft.operatorName, !name.isEmpty {
      text = "operator = \(TOMLText.quoted(name))\n" + text
    }
    let server = try DraftCheck.server(draft)
    try file.write(try ServerAddition.adding(server, to: text, file: file.path))
    return server.name
  }
}
