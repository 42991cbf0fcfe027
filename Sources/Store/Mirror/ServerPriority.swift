/// Orders by the configured priority of servers; those not named come last, by name.
struct ServerPriority {
  private let ranks: [String: Int]

  init(_ priority: [String]) {
    ranks = Dictionary(zip(priority, 0...), uniquingKeysWith: { first, _ in first })
  }

  func sorted<Element>(
    _ elements: [Element], by server: KeyPath<Element, String>, then id: KeyPath<Element, String>
  ) -> [Element] {
    if elements.count < 2 { return elements }
    return elements.sorted { left, right in
      let (first, second) = (left[keyPath: server], right[keyPath: server])
      if first == second { return left[keyPath: id] < right[keyPath: id] }
      let (better, worse) = (rank(first), rank(second))
      return better == worse ? first < second : better < worse
    }
  }

  private func rank(_ server: String) -> Int { ranks[server] ?? .max }
}
