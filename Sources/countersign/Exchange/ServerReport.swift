import Store
import Sync

/// What a server can do, what Countersign does because of it, and what will not work.
struct ServerReport: Hashable, Sendable, Encodable {
  var server: String
  var url: String
  /// Order: as the server lists them.
  var resourceTypes: [String]
  var capabilities: [String]
  /// What was tried, and came out how.
  var proofs: [Proof]
  var methods: [String]
  var limits: [String]

  /// Asks the server.
  ///
  /// - Parameters:
  ///   - store: What was found is kept there for later syncs; nil keeps nothing.
  ///   - writes: Tries writing too, on resources of its own.
  ///
  /// Throws: `SyncError` when it cannot be used, `StoreError`.
  init(
    of server: ServerConfiguration, by invocation: Invocation, keptIn store: Store? = nil,
    writes: Bool = false
  ) async throws {
    let engine = invocation.engine([server], try store ?? Store(path: ":memory:"))
    let found = try await engine.check(server.name, writes: writes)
    self.server = server.name
    url = server.baseURL
    resourceTypes = found.resourceTypes.map(\.name)
    capabilities = found.capabilities
    proofs = found.proofs
    methods = found.methods
    limits = found.limits + (await engine.client(server.name)?.loginRemarks() ?? [])
  }

  /// In short.
  var lines: [String] {
    [head] + (capabilities.isEmpty ? [] : ["  can: \(capabilities.joined(separator: ", "))"])
      + limits.map { "  note: \($0)" }
  }

  var head: String {
    "\(server) answers at \(url): \(resourceTypes.joined(separator: ", "))"
  }

  /// In full: what was tried beside what the server says, and what follows.
  func findings(width: Int?) -> [String] {
    var table = Table([
      .init("TRIED"), .init("SAYS"), .init("DOES"), .init("SEEN", isElastic: true),
    ])
    for proof in proofs {
      let type = proof.type.map { " (\($0))" } ?? ""
      table.rows.append([
        proof.subject.title + type, Self.word(proof.says, isSaid: true),
        Self.word(proof.does, isSaid: false), proof.detail,
      ])
    }
    var lines = [head] + table.lines(width: width.map { $0 - 2 }).map { "  " + $0 }
    lines += ["  Countersign therefore:"] + methods.map { "    " + $0 }
    if !limits.isEmpty { lines += ["  What will not work:"] + limits.map { "    " + $0 } }
    return lines
  }

  private static func word(_ support: Capabilities.Support, isSaid: Bool) -> String {
    switch support {
    case .unknown: isSaid ? "-" : "?"
    case .announced: "yes"
    case .proven: "yes"
    case .refuted: "NO"
    case .absent: "no"
    }
  }
}
