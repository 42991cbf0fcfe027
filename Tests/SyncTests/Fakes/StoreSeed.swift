import Foundation
import Governance
import SCIM
import Sandbox
import Store

@testable import Sync

extension Store {
  /// Takes resources into the mirror as a complete sync of the server does.
  func seed(
    server: String, users: [JSON] = [], groups: [JSON] = [], capabilities: Capabilities? = nil,
    now: Date
  ) throws {
    for (type, list) in [("User", users), ("Group", groups)] {
      try seedPage(server: server, type: type, bytes: ListResponse(resources: list).json.bytes, now)
    }
    try saveSyncState(
      SyncState(server: server, lastSync: now, capabilitiesJSON: capabilities?.remembered))
  }

  private func seedPage(server: String, type: String, bytes: [UInt8], _ now: Date) throws {
    let walk = try beginWalk(server: server, type: type, from: .index(1), now: now)
    let page = MirrorPage(bytes: bytes, resources: try PageScanner.scan(bytes).resources)
    _ = try savePage(page, walk: walk, next: .index(2), now: now)
    _ = try finishWalk(walk, isComplete: true, now: now)
  }

  /// Takes all of a sandbox's service into the mirror.
  func seed(_ sandbox: Sandbox, _ name: TenantName, now: Date) throws {
    let tenant = sandbox.tenant(name)
    for (type, endpoint) in [
      ("User", "Users"), ("Group", "Groups"), ("AccessRequest", "AccessRequests"),
    ] {
      let answer = sandbox.handle(
        SandboxRequest(
          "GET", "\(tenant.path)/\(endpoint)?count=50",
          headers: [("Authorization", "Bearer \(tenant.token)")]))
      guard answer.status == 200 else { continue }
      try seedPage(server: name.rawValue, type: type, bytes: answer.body, now)
    }
    let hasVersions = tenant.dialect.entityTags == .honoured
    let capabilities = Capabilities(
      checkedAt: now, resourceTypes: [], etag: hasVersions ? .proven : .absent)
    try saveSyncState(
      SyncState(
        server: name.rawValue, lastSync: now, capabilitiesJSON: capabilities.remembered))
  }
}

/// A folder that is gone when the test is.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    // Memory where there is such a folder: these tests wait for the disk thousands of times.
    let memory = "/dev/shm"
    let isThere = FileManager.default.isWritableFile(atPath: memory)
    let root = isThere ? memory : FileManager.default.temporaryDirectory.path
    path = root + "/countersign-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("\(path) is left over: \(error)")
    }
  }

  var database: String { path + "/countersign.db" }
}

extension Store {
  /// What checking the whole audit log finds.
  func auditVerdict() throws -> AuditVerdict {
    AuditChain.verify(try auditRecords(after: 0, count: 10_000))
  }
}
