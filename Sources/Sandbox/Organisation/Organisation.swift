import Foundation

/// The sample organisation: a function of a seed, the number of people and a day.
///
/// People are drawn one at a time when asked for; only who is in which group, and who has an
/// account where, is kept.
public struct Organisation: Sendable {
  /// The cast needs this many places in the tree.
  public static let minimumPeople = 60
  /// How many report to one person.
  static let span = 8

  public let peopleCount: Int
  public let seed: UInt64
  /// The moment that the sample's dates are counted from.
  public let now: Date

  /// Shape: for each department the range of its people's indices, the head first.
  let departmentRanges: [Range<Int>]
  private let castByIndex: [Int: CastMember]
  private let indexByCast: [String: Int]
  private let nameOrder: Permutation

  /// Draws an organisation. Fewer than ``minimumPeople`` are raised to that number.
  public init(people: Int, seed: UInt64, now: Date) {
    peopleCount = max(people, Self.minimumPeople)
    self.seed = seed
    // Whole seconds, which is what some services keep.
    self.now = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
    departmentRanges = Self.ranges(people: peopleCount)
    nameOrder = Permutation(
      count: peopleCount, key: SplitMix.mixed(seed, stream: .names, index: 0))
    var members: [Int: CastMember] = [:]
    var indices: [String: Int] = [:]
    for member in CastMember.all {
      let number = Department.all.firstIndex { $0.slug == member.department } ?? 0
      let index = departmentRanges[number].lowerBound + member.rank
      members[index] = member
      indices["\(member.given) \(member.family)"] = index
    }
    castByIndex = members
    indexByCast = indices
  }

  /// The index of one of the cast, by given and family name.
  func castIndex(_ name: String) -> Int? { indexByCast[name] }

  func castMember(at index: Int) -> CastMember? { castByIndex[index] }

  /// Draws one person. The index is taken modulo the number of people.
  func person(_ index: Int) -> Person {
    let index = index % peopleCount
    let (number, rank) = place(of: index)
    let department = Department.all[number]
    if let member = castByIndex[index] {
      return person(index, number, rank, member)
    }
    let name = Name(nameOrder(index))
    var random = SplitMix(seed: seed, stream: .person, index: index)
    let level = level(rank: rank, in: number, &random)
    let hired = days(-(30 + random.below(2800)))
    let local = random.chance(0.65)
    return Person(
      index: index, given: name.given, family: name.family, middleInitial: name.middleInitial,
      namesake: name.namesake, nativeName: name.native, department: department, rank: rank,
      title: department.titles[level], formerTitle: department.titles[max(0, level - 1)],
      place: local ? name.culture.home : random.pick(Place.all, otherwise: .london),
      hired: hired, standing: standing(of: index, rank: rank, hired: hired),
      managerIndex: manager(of: index, rank: rank, in: number))
  }

  /// Units: days from ``now``, to the second.
  func days(_ count: Int, seconds: Int = 0) -> Date {
    now.addingTimeInterval(Double(count) * 86_400 + Double(seconds))
  }

  /// The department's number and the rank in it.
  func place(of index: Int) -> (department: Int, rank: Int) {
    var low = 0
    var high = departmentRanges.count - 1
    while low < high {
      let middle = (low + high) / 2
      if index < departmentRanges[middle].upperBound { high = middle } else { low = middle + 1 }
    }
    return (low, index - departmentRanges[low].lowerBound)
  }

  private func person(
    _ index: Int, _ number: Int, _ rank: Int, _ member: CastMember
  ) -> Person {
    let department = Department.all[number]
    let hired = days(-member.hiredDaysAgo)
    let standing: Person.Standing =
      switch member.standing {
      case .employed: .employed
      case .joins(let count): .joining(days(count))
      case .left(let count): .left(days(-count))
      }
    return Person(
      index: index, given: NamePart(latin: member.given, native: nil),
      family: NamePart(latin: member.family, native: nil), middleInitial: nil, namesake: 1,
      nativeName: member.native, department: department, rank: rank, title: member.title,
      formerTitle: department.titles[0], place: member.place, hired: hired, standing: standing,
      managerIndex: manager(of: index, rank: rank, in: number))
  }

  private func standing(of index: Int, rank: Int, hired: Date) -> Person.Standing {
    // Whoever leads somebody stays, so that no manager is missing.
    guard !leads(rank: rank, in: place(of: index).department) else { return .employed }
    var random = SplitMix(seed: seed, stream: .standing, index: index)
    if random.chance(0.04) { return .left(days(-(1 + random.below(180)))) }
    if random.chance(0.01) { return .joining(days(1 + random.below(30))) }
    return .employed
  }

  private func leads(rank: Int, in number: Int) -> Bool {
    rank == 0 || rank * Self.span + 1 < departmentRanges[number].count
  }

  private func level(rank: Int, in number: Int, _ random: inout SplitMix) -> Int {
    let top = Department.all[number].titles.count - 1
    if rank == 0 { return top }
    if leads(rank: rank, in: number) { return top - 1 }
    return min([0, 0, 0, 1, 1, 1, 1, 1, 2, 2][random.below(10)], top - 1)
  }

  private func manager(of index: Int, rank: Int, in number: Int) -> Int? {
    let range = departmentRanges[number]
    if rank > 0 {
      let above = range.lowerBound + (rank - 1) / Self.span
      // Nobody reports to a cast member who left or has not begun.
      return castByIndex[above]?.isEmployed == false ? range.lowerBound : above
    }
    if number == 0 { return nil }
    let division = Department.all[number].division
    let lead = Department.all.firstIndex { $0.division == division } ?? 0
    return departmentRanges[lead == number ? 0 : lead].lowerBound
  }

  /// Every department gets the places that its cast needs, the rest goes by weight.
  private static func ranges(people: Int) -> [Range<Int>] {
    let least = Department.all.map { department in
      1 + (CastMember.all.filter { $0.department == department.slug }.map(\.rank).max() ?? 0)
    }
    let spare = people - least.reduce(0, +)
    let weight = Department.all.reduce(0) { $0 + $1.weight }
    var sizes = zip(least, Department.all).map { $0 + spare * $1.weight / weight }
    var left = people - sizes.reduce(0, +)
    var next = 1
    while left > 0 {
      sizes[next % sizes.count] += 1
      next += 1
      left -= 1
    }
    var start = 0
    return sizes.map { size in
      defer { start += size }
      return start..<(start + size)
    }
  }
}

/// The name that a number stands for: no two numbers share one.
private struct Name {
  let culture: Culture
  let given: NamePart
  let family: NamePart
  let middleInitial: String?
  let namesake: Int
  let native: String?

  private static let initials = Array("AEJKLMNRSTBCDFGHOPVW").map(String.init)

  init(_ number: Int) {
    let cultures = Culture.all
    culture = cultures[number % cultures.count]
    let turn = number / cultures.count
    let combination = turn % culture.combinations
    // Neighbours differ in both names: the family name moves with every turn, the given name too.
    let row = combination % culture.family.count
    let column = (combination / culture.family.count + row) % culture.given.count
    given = culture.given[column]
    family = culture.family[row]
    let round = turn / culture.combinations
    middleInitial = round == 0 ? nil : Self.initials[(round - 1) % Self.initials.count]
    namesake = round == 0 ? 1 : 1 + (round - 1) / Self.initials.count
    native = round == 0 ? culture.native(given, family) : nil
  }
}
