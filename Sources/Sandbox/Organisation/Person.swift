import Foundation

/// A human of the sample organisation, drawn from the seed whenever somebody asks.
struct Person: Sendable {
  enum Standing: Equatable, Sendable {
    case employed
    case joining(Date)
    case left(Date)
  }

  let index: Int
  let given: NamePart
  let family: NamePart
  /// Shape: one capital letter, for those who share a name with somebody.
  let middleInitial: String?
  /// Tells apart those who share even the initial; 1 for the first of the name.
  let namesake: Int
  /// The name as its bearer writes it, where that is not in Latin letters.
  let nativeName: String?
  let department: Department
  /// The place in the department's tree; 0 is its head.
  let rank: Int
  let title: String
  /// The title held before the last promotion.
  let formerTitle: String
  let place: Place
  let hired: Date
  let standing: Standing
  /// The index of the person reported to; nil for the one at the top.
  let managerIndex: Int?

  var hasLeft: Bool {
    if case .left = standing { true } else { false }
  }

  var isJoining: Bool {
    if case .joining = standing { true } else { false }
  }

  /// Shape: `ada.okafor`, unique in the organisation.
  var userName: String {
    let middle = middleInitial.map { ".\($0.lowercased())" } ?? ""
    return "\(given.ascii)\(middle).\(family.ascii)" + (namesake > 1 ? String(namesake) : "")
  }

  /// Shape: what the code host calls them: letters and digits only.
  var handle: String {
    let middle = middleInitial?.lowercased() ?? ""
    return given.ascii + middle + family.ascii + (namesake > 1 ? String(namesake) : "")
  }

  var email: String { "\(userName)@example.com" }

  /// Shape: `E010023`.
  var employeeNumber: String {
    let digits = String(10_000 + index)
    return "E" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  var latinName: String {
    middleInitial.map { "\(given.latin) \($0). \(family.latin)" }
      ?? "\(given.latin) \(family.latin)"
  }
}
