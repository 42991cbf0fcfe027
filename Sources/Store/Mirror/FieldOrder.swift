/// A field of a person that servers may disagree about.
public enum PersonField: String, Hashable, Sendable, CaseIterable {
  case displayName, userName, emails, title, userType, department, division, organization
  case costCenter, employeeNumber, externalId, manager
}

/// Whose word counts: for each field its own order of servers, else the general one.
struct FieldOrder {
  private let general: ServerPriority
  private let fields: [PersonField: ServerPriority]

  init(_ settings: StoreSettings) {
    general = ServerPriority(settings.priority)
    fields = Dictionary(
      uniqueKeysWithValues: settings.fieldPriority.keys.map {
        ($0, ServerPriority(settings.priority(for: $0)))
      })
  }

  /// Order: best server first, whatever the field.
  func sorted<Element>(
    _ elements: [Element], by server: KeyPath<Element, String>, then id: KeyPath<Element, String>
  ) -> [Element] {
    general.sorted(elements, by: server, then: id)
  }

  /// Order: the server whose word counts for the field first.
  func sorted<Element>(
    _ elements: [Element], for field: PersonField, by server: KeyPath<Element, String>,
    then id: KeyPath<Element, String>
  ) -> [Element] {
    guard let own = fields[field] else { return elements }
    return own.sorted(elements, by: server, then: id)
  }

  func isRanked(_ field: PersonField) -> Bool { fields[field] != nil }
}
