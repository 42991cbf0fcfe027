/// Who holds each account of one service, by the account's slot.
///
/// Shape: slots 0..<count in the order that the service lists them; persons shuffled, strangers last.
struct AccountBook: Sendable {
  let tenant: TenantName
  private let persons: [Int32]
  private let slots: [Int32]
  private let strangerCount: Int

  init(_ organisation: Organisation, tenant: TenantName) {
    self.tenant = tenant
    let count = organisation.peopleCount
    let order = Permutation(
      count: count,
      key: SplitMix.mixed(organisation.seed, stream: .order, index: tenant.number))
    var persons: [Int32] = []
    var slots = [Int32](repeating: -1, count: count)
    persons.reserveCapacity(count)
    for place in 0..<count {
      let index = order(place)
      guard organisation.hasAccount(organisation.person(index), on: tenant) else { continue }
      slots[index] = Int32(persons.count)
      persons.append(Int32(index))
    }
    self.persons = persons
    self.slots = slots
    strangerCount = Stranger.count(on: tenant, people: count)
  }

  var count: Int { persons.count + strangerCount }

  /// The slot of a person's account, or nil when they have none here.
  func slot(ofPerson index: Int) -> Int? {
    slots[index] < 0 ? nil : Int(slots[index])
  }

  func personIndex(at slot: Int) -> Int? {
    slot < persons.count ? Int(persons[slot]) : nil
  }

  func account(at slot: Int, in organisation: Organisation) -> SampleAccount {
    if let index = personIndex(at: slot) {
      return organisation.account(of: organisation.person(index), on: tenant)
    }
    let number = slot - persons.count
    return organisation.account(
      of: Stranger.at(number, on: tenant), number: number, on: tenant)
  }

  /// What ``account(at:in:)`` says, without making the rest of the account.
  func displayName(at slot: Int, in organisation: Organisation) -> String {
    guard let index = personIndex(at: slot) else {
      return Stranger.at(slot - persons.count, on: tenant).displayName
    }
    return organisation.displayName(of: organisation.person(index), on: tenant)
  }
}
