import Foundation
import Governance

/// A clock that stands where a test puts it.
enum Moment {
  /// 1 December 2026, 09:00 UTC.
  static let start = Date(timeIntervalSince1970: 1_796_115_600)

  static func after(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }
  static func afterDays(_ days: Double) -> Date { after(days * 86_400) }
}

/// The people of the tests.
enum People {
  static let ada = reference("ada@example.com", "Ada Okafor")
  static let bruno = reference("bruno@example.com", "Bruno Lima")
  static let chen = reference("chen@example.com", "Chen Wei")
  static let priya = reference("priya@example.com", "Priya Nair")

  static func reference(_ mail: String, _ name: String) -> PersonReference {
    PersonReference(key: IdentityKey(rawValue: "mail:\(mail)"), name: name)
  }
}
