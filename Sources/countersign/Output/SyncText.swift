import Governance
import SCIM
import Sync

/// What one sync with its dispatch did, for people and for programs.
struct SyncText {
  let sync: SyncOutcome
  let dispatch: DispatchOutcome

  /// Shape: `hr: 200 User (3 new, 1 changed), 12 Group; sent: 2 applied`.
  var sentence: String {
    let read = sync.types.map { Self.sentence($0) }.joined(separator: ", ")
    return "\(sync.server): \(read.isEmpty ? "nothing read" : read)"
      + (sent.isEmpty ? "" : "; sent: \(sent.joined(separator: ", "))")
  }

  private static func sentence(_ type: TypeReport) -> String {
    let parts = [
      (type.added, "new"), (type.changed, "changed"), (type.removed, "removed"),
      (type.missing, "missing"), (type.held?.count ?? 0, "held back"),
      (type.rejected, "unreadable"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let head =
      type.isIncremental ? "changes of \(type.type): \(type.read)" : "\(type.read) \(type.type)"
    return head + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
  }

  private var sent: [String] {
    let actions = ActionStatus.allCases.compactMap { status in
      dispatch.actions[status].map { "\($0) \(status.rawValue)" }
    }
    let written =
      dispatch.writtenCount > 0 ? ["\(dispatch.writtenCount) decisions written back"] : []
    let overtaken =
      dispatch.overtakenCount > 0 ? ["\(dispatch.overtakenCount) decided elsewhere"] : []
    return actions + written + overtaken + (dispatch.isBusy ? ["another process is sending"] : [])
  }

  var json: JSON {
    var actions = JSONObject()
    for status in ActionStatus.allCases {
      if let count = dispatch.actions[status] {
        actions.append(status.rawValue, .number(JSONNumber(count)))
      }
    }
    return [
      "server": .string(sync.server), "types": .array(sync.types.map(Self.json)),
      "actions": .object(actions), "written": .number(JSONNumber(dispatch.writtenCount)),
      "overtaken": .number(JSONNumber(dispatch.overtakenCount)),
      "error": (sync.error ?? dispatch.problem).map { .string($0.code.rawValue) } ?? .null,
    ]
  }

  private static func json(_ type: TypeReport) -> JSON {
    [
      "type": .string(type.type), "incremental": .bool(type.isIncremental),
      "read": .number(JSONNumber(type.read)), "added": .number(JSONNumber(type.added)),
      "changed": .number(JSONNumber(type.changed)), "removed": .number(JSONNumber(type.removed)),
      "missing": .number(JSONNumber(type.missing)),
      "held": .number(JSONNumber(type.held?.count ?? 0)),
      "rejected": .number(JSONNumber(type.rejected)),
    ]
  }
}

extension SyncProgress {
  /// What is being done, in a word or two.
  var word: String {
    switch stage {
    case .discovering: "asking"
    case .reading(let type): type
    case .checking(let type): "checking \(type)"
    }
  }
}
