import Foundation
import Governance

/// Plans written to a file by one person, to be approved from it by another or later.
struct PlanFile: Codable {
  struct Entry: Codable {
    /// What was shown; the plan must still have it.
    var digest: String
    var plan: Plan
  }

  static let format = "countersign-plan-1"

  var format: String
  var plans: [Entry]

  init(_ details: [RequestDetail]) {
    format = Self.format
    plans = details.map { Entry(digest: $0.planDigest, plan: $0.plan) }
  }

  /// Throws: a ``Failure`` for a file that cannot be read, is something else, or was changed.
  init(path: String) throws {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch {
      throw Failure(
        .usage, code: "plan-file.unreadable", "\(path) cannot be read.",
        advice: "Check its name and mode; `countersign plan ID… --out FILE` writes one.")
    }
    do { self = try JSONDecoder().decode(PlanFile.self, from: data) } catch {
      throw Self.invalid("\(path) is no file of plans.")
    }
    guard format == Self.format, !plans.isEmpty else {
      throw Self.invalid("\(path) is no file of plans that this version knows.")
    }
    for entry in plans where entry.plan.digest != entry.digest {
      throw Self.invalid(
        "\(path) was changed: the plan for \(entry.plan.request.rawValue) does not have its digest."
      )
    }
  }

  private static func invalid(_ sentence: String) -> Failure {
    Failure(
      .refused, code: "plan-file.invalid", sentence,
      advice: "Write it anew: countersign plan ID… --out FILE")
  }

  /// Throws: a ``Failure`` with what the system said.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try PrivateText(path: path).write(encoder.encode(self) + Data("\n".utf8))
  }

  /// Throws: a ``Failure`` with what changed, for the first plan that is another one by now.
  func requireCurrent(_ details: [RequestDetail]) throws {
    for detail in details {
      guard let entry = plans.first(where: { $0.plan.request == detail.request.id }) else {
        throw Failure(
          .refused, code: "plan-file.other",
          "The file has no plan for request \(detail.request.id.rawValue).",
          advice: "Write one: countersign plan \(detail.request.id.rawValue) --out FILE")
      }
      // What was decided meanwhile is refused by the rules, with who decided it.
      if detail.request.status != .pending || entry.digest == detail.planDigest { continue }
      let changes = PlanChange(from: entry.plan, to: detail.plan).sentences
      throw Failure(
        .refused, code: "plan-changed",
        "The plan for request \(detail.request.id.rawValue) is stale, and nothing was approved:\n"
          + changes.map { "  \($0)" }.joined(separator: "\n"),
        advice: "\nRead the new plan, and write it anew: countersign plan"
          + " \(detail.request.id.rawValue) --out FILE")
    }
  }
}
