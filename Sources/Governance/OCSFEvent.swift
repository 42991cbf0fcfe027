import Foundation

/// A record of the audit log as an event of the Open Cybersecurity Schema Framework.
///
/// What was done on a server is Account Change (3001), User Access Management (3005) or Group
/// Management (3006); all else is Entity Management (3004) of the request, server or key that the
/// record is about. The record itself, with its proof, is in `unmapped`.
///
/// Source: OCSF 1.3.0, category 3, Identity & Access Management.
public struct OCSFEvent: Hashable, Sendable {
  private let signed: SignedAuditRecord
  private let product: String
  private var record: AuditRecord { signed.record }

  /// - Parameter product: the version of this program.
  public init(_ signed: SignedAuditRecord, product: String) {
    self.signed = signed
    self.product = product
  }

  public var json: CanonicalJSON {
    let deed = Deed(record)
    return .object(
      [
        .init("activity_id", .optional(deed.activity)),
        .init("activity_name", .string(deed.activityName)),
        .init("category_name", "Identity & Access Management"),
        .init("category_uid", 3),
        .init("class_name", .string(deed.className)),
        .init("class_uid", .optional(deed.classID)),
        .init("type_uid", .optional(deed.classID * 100 + deed.activity)),
        .init("time", milliseconds),
        .init("severity_id", .optional(deed.hasFailed ? 3 : 1)),
        .init("status_id", .optional(deed.hasFailed ? 2 : 1)),
        .init("message", .string(deed.message)),
        .init("actor", actor),
        .init("metadata", metadata),
        .init("unmapped", unmapped),
      ] + deed.members)
  }

  private var milliseconds: CanonicalJSON {
    CanonicalJSON.FiniteNumber((record.time.timeIntervalSince1970 * 1000).rounded())
      .map { .number($0) } ?? 0
  }

  private var actor: CanonicalJSON {
    ["user": ["uid": .string(record.actor.key.rawValue), "name": .string(record.actor.name)]]
  }

  private var metadata: CanonicalJSON {
    [
      "version": "1.3.0",
      "uid": .string(record.digest),
      "sequence": .number(.init(record.sequence)),
      "event_code": .string(record.event),
      "product": [
        "name": "Countersign", "vendor_name": "Countersign", "version": .string(product),
      ],
    ]
  }

  private var unmapped: CanonicalJSON {
    [
      "sequence": .number(.init(record.sequence)),
      "subject": .string(record.subject),
      "detail": .string(record.detail),
      "previousDigest": .string(record.previousDigest),
      "digest": .string(record.digest),
      "key": .optional(signed.signature?.key),
      "signature": .optional(signed.signature?.signature),
    ]
  }
}

/// What a record tells of, in the framework's words.
private struct Deed {
  var classID = 3004
  var className = "Entity Management"
  var activity = 3
  var activityName = "Update"
  var hasFailed = false
  var message: String
  var members: [CanonicalJSON.Member] = []

  init(_ record: AuditRecord) {
    message = "\(record.event) \(record.subject)"
    hasFailed = ["action.failed", "action.conflicted", "decision.notWritten"]
      .contains(record.event)
    let particulars = Particulars(record.detail)
    if let effect = particulars?.effect { message = effect }
    if record.event.hasPrefix("action."), let particulars,
      let fact = particulars.establishes?.first
    {
      take(fact, on: particulars.server ?? "")
    } else {
      takeEntity(record)
    }
  }

  private mutating func takeEntity(_ record: AuditRecord) {
    let creations = ["request.submitted", "request.received", "request.drafted", "audit.keyAdded"]
    if creations.contains(record.event) { (activity, activityName) = (1, "Create") }
    let type = record.event.split(separator: ".").first.map(String.init) ?? "record"
    // Decisions, steps and actions are about a request; the others name their own kind.
    let isOfRequest = ["request", "decision", "step", "action", "policy"].contains(type)
    members = [
      .init(
        "entity",
        [
          "uid": .string(record.subject), "type": .string(isOfRequest ? "request" : type),
        ])
    ]
  }

  private mutating func take(_ fact: Particulars.Fact, on server: String) {
    let user: CanonicalJSON = ["uid": .string(fact.subject), "domain": .string(server)]
    members = [.init("user", user)]
    switch fact.kind {
    case "member", "notMember":
      (classID, className) = (3006, "Group Management")
      (activity, activityName) = fact.kind == "member" ? (3, "Add User") : (4, "Remove User")
      members.append(
        .init("group", ["uid": .string(fact.object), "domain": .string(server)]))
    case "hasRole", "hasEntitlement", "lacksRole", "lacksEntitlement":
      (classID, className) = (3005, "User Access Management")
      (activity, activityName) =
        fact.kind.hasPrefix("has") ? (1, "Assign Privileges") : (2, "Revoke Privileges")
      members.append(.init("privileges", [.string(fact.object)]))
    default:
      (classID, className) = (3001, "Account Change")
      let names: [String: (Int, String)] = [
        "hasAccount": (1, "Create"), "active": (2, "Enable"), "inactive": (5, "Disable"),
        "noAccount": (6, "Delete"),
      ]
      (activity, activityName) = names[fact.kind] ?? (99, "Other")
    }
  }
}

/// What the particulars of an action's record say that others have words for.
private struct Particulars: Decodable {
  struct Fact: Decodable {
    var kind: String
    var subject: String
    var object: String
  }

  var server: String?
  var effect: String?
  var establishes: [Fact]?

  /// nil for particulars of another shape.
  init?(_ detail: String) {
    do { self = try JSONDecoder().decode(Particulars.self, from: Data(detail.utf8)) } catch {
      return nil
    }
  }
}
