extension Organisation {
  /// The roles that a person holds on the identity provider at the start.
  func roles(of person: Person) -> [AssignmentSeed] {
    drawn(AssignmentSeed.roles, for: person, stream: .role)
  }

  /// The licences that a person holds on the identity provider at the start.
  func licences(of person: Person) -> [AssignmentSeed] {
    drawn(AssignmentSeed.licences, for: person, stream: .licence)
  }

  private func drawn(
    _ seeds: [AssignmentSeed], for person: Person, stream: SplitMix.Stream
  ) -> [AssignmentSeed] {
    guard isActive(person, on: .idp) else { return [] }
    return seeds.enumerated().filter { number, assignment in
      guard assignment.admits(person.department) else { return false }
      let share = SplitMix.share(seed, stream: stream, index: person.index * 16 + number)
      return share < self.share(of: assignment)
    }.map(\.element)
  }

  private func share(of assignment: AssignmentSeed) -> Double {
    guard let permitted = assignment.permitted else { return assignment.share }
    let audience = zip(Department.all, departmentRanges).reduce(0) {
      assignment.admits($1.0) ? $0 + $1.1.count : $0
    }
    return min(assignment.share, 0.8 * Double(permitted) / Double(max(audience, 1)))
  }
}
