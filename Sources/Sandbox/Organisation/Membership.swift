/// Who is in which group of one service at the start. Shape: for each group the sorted slots.
struct Membership: Sendable {
  let groups: [[Int32]]

  init(_ organisation: Organisation, accounts: AccountBook, seeds: [GroupSeed]) {
    let shares = Self.shares(organisation, seeds)
    var groups = [[Int32]](repeating: [], count: seeds.count)
    for index in 0..<organisation.peopleCount {
      guard let slot = accounts.slot(ofPerson: index) else { continue }
      let person = organisation.person(index)
      guard organisation.isActive(person, on: accounts.tenant) else { continue }
      let cast = organisation.castMember(at: index)
      for (number, group) in seeds.enumerated() {
        let name = "\(accounts.tenant.rawValue)/\(group.slug)"
        if let cast, cast.holds.contains(name) || cast.lacks.contains(name) {
          if cast.holds.contains(name) { groups[number].append(Int32(slot)) }
          continue
        }
        guard group.admits(person.department, person.place) else { continue }
        let drawn = SplitMix.share(
          organisation.seed, stream: .membership,
          index: (index * 4 + accounts.tenant.number) * 128 + number)
        if drawn < shares[number] { groups[number].append(Int32(slot)) }
      }
    }
    self.groups = groups.map { $0.sorted() }
  }

  /// A limited group takes a smaller share of a large audience.
  private static func shares(_ organisation: Organisation, _ seeds: [GroupSeed]) -> [Double] {
    seeds.map { seed in
      guard let limit = seed.limit else { return seed.share }
      let audience = zip(Department.all, organisation.departmentRanges).reduce(0) {
        seed.admits($1.0, .london) ? $0 + $1.1.count : $0
      }
      return min(seed.share, Double(limit) / Double(max(audience, 1)))
    }
  }
}
