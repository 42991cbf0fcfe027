import Foundation
import SCIM

/// Tries how a server takes writes, on two users and a group of its own, which it removes again
/// whatever happens: `server check --write`. Nothing that was there before is touched.
struct WriteTrial: Sendable {
  /// What was found, and what could not be removed.
  struct Findings: Sendable {
    var proofs: [Proof] = []
    /// One sentence each.
    var leftBehind: [String] = []
    /// What ended the trial early; nil when it came to its end.
    var error: SyncError?
  }

  let call: WriteCall
  let own: OwnResources
  let usersEndpoint: String
  /// nil where the server has no groups.
  let groupsEndpoint: String?
  /// What the server says of bulk.
  let bulk: Capabilities.Support

  /// - Parameter mark: Unmistakable, and another one each time.
  init(reader: Reader, capabilities: Capabilities, mark: String) {
    call = WriteCall(reader: reader)
    own = OwnResources(mark: mark)
    usersEndpoint = capabilities.endpoint(of: "User") ?? "/Users"
    groupsEndpoint = capabilities.endpoint(of: "Group")
    bulk = capabilities.proof(.bulk)?.says ?? .unknown
  }

  var server: String { call.reader.server }

  func run() async -> Findings {
    var findings = Findings()
    do throws(SyncError) {
      try await tryAll(&findings.proofs)
    } catch {
      findings.error = error
    }
    // A cancelled trial must clean up too, so its cleaning is not part of what is cancelled.
    findings.leftBehind = await Task { await cleanUp() }.value
    return findings
  }

  private func tryAll(_ proofs: inout [Proof]) async throws(SyncError) {
    guard let first = try await tryCreation(&proofs) else { return }
    try await tryDuplicate(of: first, &proofs)
    try await tryChanges(of: first, &proofs)
    if let groupsEndpoint {
      try await tryGroups(at: groupsEndpoint, with: first, &proofs)
    }
    try await tryBulk(on: first, &proofs)
    try await tryDeletion(of: first, &proofs)
  }

  // MARK: - Calls

  func patch(
    _ resource: OwnResources.Resource, _ operation: JSON, ifMatch: String? = nil
  ) async throws(SyncError) -> WriteCall.Answer {
    try await call.send(
      "PATCH", resource.path, Self.patchBody(operation), ifMatch: ifMatch)
  }

  static func patchBody(_ operation: JSON) -> JSON {
    ["schemas": [.string(SchemaURN.patchOp)], "Operations": [operation]]
  }

  /// Creates, and remembers what to remove. nil when nothing of ours is there afterwards.
  func create(
    _ endpoint: String, _ body: JSON
  ) async throws(SyncError) -> (answer: WriteCall.Answer, made: OwnResources.Resource?) {
    let answer = try await call.send("POST", endpoint, body)
    guard answer.isDone else { return (answer, nil) }
    if let id = answer.json?["id"]?.idText, !id.isEmpty {
      let made = OwnResources.Resource(endpoint: endpoint, id: id)
      // An answer may name what is not ours: what does not bear our mark is never touched.
      guard let read = try await call.read(made.path), own.isOurs(read.json) else {
        return (answer, nil)
      }
      own.add(made)
      return (answer, made)
    }
    // Some answer without a body.
    let attribute = endpoint == usersEndpoint ? "userName" : "displayName"
    let made = try await found(endpoint, attribute, body[attribute]?.string ?? "").first
    if let made { own.add(made) }
    return (answer, made)
  }

  // MARK: - Bulk and deletion

  private func tryBulk(
    on user: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    guard bulk == .announced else { return }
    let operation: JSON = [
      "method": "PATCH", "path": .string(user.path),
      "data": Self.patchBody(["op": "replace", "path": "active", "value": false]),
    ]
    let body: JSON = [
      "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
      "Operations": [operation],
    ]
    func note(_ does: Capabilities.Support, _ detail: String) {
      proofs.append(Proof(.bulkCall, says: bulk, does: does, detail))
    }
    switch try await call.send("POST", "/Bulk", body) {
    case .refused(let error): note(.refuted, error.refusalWords)
    case .done(let status, _, _):
      let isSo = try await call.read(user.path)?.json["active"]?.lenientBool == false
      note(
        isSo ? .proven : .refuted, isSo ? "carried out" : "answered \(status), and nothing changed")
    }
  }

  /// PROVIDERS rule 7: it may be soft, or absent.
  private func tryDeletion(
    of user: OwnResources.Resource, _ proofs: inout [Proof]
  ) async throws(SyncError) {
    func note(_ does: Capabilities.Support, _ detail: String) {
      proofs.append(Proof(.deletion, type: "User", does: does, detail))
    }
    if case .refused(let error) = try await call.send("DELETE", user.path) {
      return note(.absent, error.refusalWords)
    }
    guard let left = try await call.read(user.path) else {
      return note(.proven, "the account is gone")
    }
    let isInactive = left.json["active"]?.lenientBool == false
    note(
      .refuted, isInactive ? "soft: the account stays, inactive" : "2xx, and the account stays")
  }
}

extension JSON {
  /// A truth value, also as some servers write it: `"False"` (PROVIDERS rule 12).
  var lenientBool: Bool? {
    if let bool { return bool }
    switch string?.lowercased() {
    case "true": return true
    case "false": return false
    default: return nil
    }
  }
}
