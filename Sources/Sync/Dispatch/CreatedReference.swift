import Governance
import SCIM

extension PlannedOperation {
  /// The operation with the id that the server gave in the place that was kept for it.
  ///
  /// Only the very placeholder is replaced: the bytes that were accepted are sent otherwise as
  /// they are.
  func resolving(createdBy number: Int, as id: String) -> PlannedOperation {
    let placeholder = PlannedOperation.createdPlaceholder(number)
    var resolved = self
    let segment = PercentEncoding.pathSegment(id)
    resolved.call?.path = call?.path.replacing(placeholder, with: segment) ?? ""
    resolved.call?.body = call?.body?.replacingString(placeholder, with: id)
    resolved.target = target?.replacing(placeholder, with: segment)
    resolved.presumes = presumes.map { $0.resolving(placeholder, as: id) }
    resolved.establishes = establishes.map { $0.resolving(placeholder, as: id) }
    return resolved
  }
}

extension PresumedFact {
  fileprivate func resolving(_ placeholder: String, as id: String) -> PresumedFact {
    guard subject == placeholder else { return self }
    var fact = self
    fact.subject = id
    return fact
  }
}

extension String {
  /// Replaces a JSON string that is exactly `text`, also where it stands quoted within a path such
  /// as `members[value eq "…"]`.
  fileprivate func replacingString(_ text: String, with replacement: String) -> String {
    let quoted = JSON.string(replacement).text
    let quotedTwice = JSON.string(quoted).text.dropFirst().dropLast()
    return replacing("\\\"\(text)\\\"", with: quotedTwice).replacing("\"\(text)\"", with: quoted)
  }
}
