import Foundation
import Governance
import SCIM

/// A decision as an `AccessRequest` resource holds it (design, section 12).
struct DecisionDocument {
  /// Order: one element an item of the request.
  var elements: [JSON]
  var status: RequestStatus

  init(decision: Decision, items: [String], authorityID: String, handID: String) {
    status = decision.outcome == .approved ? .approved : .denied
    let decided = SCIMDate.print(decision.decided)
    elements = items.map { item in
      [
        "item": .string(item), "step": "1",
        "authority": ["value": .string(authorityID), "display": .string(decision.authority.name)],
        "hand": ["value": .string(handID), "display": .string(decision.hand.name)],
        "outcome": .string(decision.outcome.rawValue), "comment": .string(decision.comment),
        "decided": .string(decided), "planDigest": .string(decision.planDigest),
      ]
    }
  }

  /// The PATCH body that adds the decision and ends the request.
  var patch: JSON {
    [
      "schemas": [.string(SchemaURN.patchOp)],
      "Operations": [
        ["op": "add", "path": "decisions", "value": .array(elements)],
        ["op": "replace", "path": "status", "value": .string(status.rawValue)],
      ],
    ]
  }

  /// Whether an element of the server's is one of this decision's.
  ///
  /// The digest alone does not tell: two approvers who saw the same plan accept the same digest.
  func isOurs(_ element: JSON) -> Bool {
    elements.contains { own in
      ["item", "outcome", "planDigest"].allSatisfy { own[$0]?.string == element[$0]?.string }
        && own["authority"]?["value"] == element["authority"]?["value"]
        && Self.isSameMoment(own["decided"], element["decided"])
    }
  }

  // Some servers keep whole seconds.
  private static func isSameMoment(_ left: JSON?, _ right: JSON?) -> Bool {
    guard let left = left?.string.flatMap(SCIMDate.parse),
      let right = right?.string.flatMap(SCIMDate.parse)
    else { return false }
    return abs(left.timeIntervalSince(right)) < 1
  }
}
