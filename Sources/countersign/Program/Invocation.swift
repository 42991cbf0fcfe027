import Foundation
import HTTP
import Store
import Sync

/// All that one run of the program gets from outside: a test gives its own.
struct Invocation: Sendable {
  var environment: [String: String]
  var console: any Console
  var transport: any HTTPTransport
  var syncClock: SyncClock
  /// A test's own interrupts nobody.
  var interrupts = Interrupts.none

  var now: @Sendable () -> Date { syncClock.now }

  /// What reads servers into a store, with one client for each.
  func engine(_ servers: [ServerConfiguration], _ store: Store) -> SyncEngine {
    SyncEngine(store: store, servers: servers, transport: transport, clock: syncClock)
  }

  /// The process's own.
  static func ofProcess() -> Invocation {
    Invocation(
      environment: ProcessInfo.processInfo.environment, console: SystemConsole(),
      transport: CurlTransport(userAgent: "countersign/\(Program.version)"), syncClock: .system,
      interrupts: .ofProcess)
  }
}

/// A command that does one thing and ends.
protocol Verb: Sendable {
  /// Throws: ``Failure``, or the error of the module that could not do it.
  func run(in invocation: Invocation) async throws
}
