import Store

/// In which forms one server takes changes, as it was found by writing.
public struct WriteHabits: Hashable, Sendable, Codable {
  /// Form by kind of change.
  private var obeyed: [String: String] = [:]
  /// Shape: `removeMember/valueArray`.
  private var harmful: Set<String> = []

  init() {}

  /// nil when nothing is known: every change goes in its usual form.
  ///
  /// - Parameters:
  ///   - proofs: what `server check --write` tried.
  ///   - habits: what writing itself found; it is newer, and counts.
  init?(_ proofs: [Proof], _ habits: [WriteHabit]) {
    func fails(_ subject: Proof.Subject) -> Bool {
      proofs.contains { $0.subject == subject && [.refuted, .absent].contains($0.does) }
    }
    func works(_ subject: Proof.Subject) -> Bool {
      proofs.contains { $0.subject == subject && $0.does == .proven }
    }
    if fails(.removeMemberByFilter) {
      obeyed["removeMember"] =
        works(.removeMemberByValue)
        ? WriteForm.valueArray.rawValue : works(.replaceByPut) ? WriteForm.whole.rawValue : nil
    }
    if fails(.removeMemberByValue) { harmful.insert("removeMember/valueArray") }
    if fails(.replaceByPatch) && works(.patchWithoutPath) {
      obeyed["setActive"] = WriteForm.pathless.rawValue
    } else if fails(.replaceByPatch) && works(.replaceByPut) {
      obeyed["setActive"] = WriteForm.whole.rawValue
    }
    for habit in habits {
      if habit.isHarmful {
        harmful.insert("\(habit.change)/\(habit.form)")
      } else {
        obeyed[habit.change] = habit.form
      }
    }
    if obeyed.isEmpty && harmful.isEmpty { return nil }
  }

  /// The form that the server obeyed last; nil while the usual one was never refused.
  func obeyed(for kind: WriteChange.Kind) -> WriteForm? {
    obeyed[kind.rawValue].flatMap(WriteForm.init).flatMap { kind.forms.contains($0) ? $0 : nil }
  }

  /// The server refuses the bulk requests that it announces.
  var sendsSingly: Bool { obeyed[WriteHabit.withoutBulk.change] == WriteHabit.withoutBulk.form }

  /// The forms to try. Order: what the server obeyed first, then the safest.
  func forms(for kind: WriteChange.Kind, planned: WriteForm) -> [WriteForm] {
    let first = obeyed(for: kind) ?? planned
    return ([first] + kind.forms.filter { $0 != first }).filter {
      !harmful.contains("\(kind.rawValue)/\($0.rawValue)")
    }
  }
}

extension WriteHabit {
  private static let changes: [WriteChange.Kind: String] = [
    .addMember: "adds a member", .removeMember: "removes a member",
    .setActive: "activates and deactivates accounts", .addValue: "gives a value",
    .removeValue: "takes a value",
  ]

  static let plainJSON = WriteHabit(
    change: "body", form: "application/json",
    sentence: "It takes application/json only, not SCIM's own media type.")

  static let withoutBulk = WriteHabit(
    change: "bulk", form: "single",
    sentence: "It announces bulk requests and refuses them: changes are sent one by one.")

  static func obeyed(_ form: WriteForm, for kind: WriteChange.Kind) -> WriteHabit {
    WriteHabit(
      change: kind.rawValue, form: form.rawValue,
      sentence: "It \(changes[kind] ?? kind.rawValue) only as \(form.words).")
  }

  static func harmful(_ form: WriteForm, for kind: WriteChange.Kind) -> WriteHabit {
    WriteHabit(
      change: kind.rawValue, form: form.rawValue, isHarmful: true,
      sentence: "It empties a group on \(form.words): never used again.")
  }
}
