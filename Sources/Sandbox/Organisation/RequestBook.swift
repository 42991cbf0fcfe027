import Foundation

/// All access requests of the sample: the script, then drawn ones, then those decided long ago.
struct RequestBook: Sendable {
  /// How many wait by default.
  static let scripted = RequestScript.lines.count

  let pendingCount: Int
  let decidedCount: Int
  private let organisation: Organisation
  private let memberships: [TenantName: Membership]
  private let accounts: [TenantName: AccountBook]

  init(
    _ organisation: Organisation, pending: Int, accounts: [TenantName: AccountBook],
    memberships: [TenantName: Membership]
  ) {
    self.organisation = organisation
    self.accounts = accounts
    self.memberships = memberships
    pendingCount = max(0, pending)
    decidedCount = pendingCount == 0 ? 0 : max(8, min(pendingCount / 2, organisation.peopleCount))
  }

  var count: Int { pendingCount + decidedCount }

  func request(_ index: Int) -> SampleRequest {
    if index < pendingCount, index < Self.scripted {
      return scripted(RequestScript.lines[index])
    }
    return drawn(index, isDecided: index >= pendingCount)
  }

  private func scripted(_ line: RequestScript.Line) -> SampleRequest {
    SampleRequest(
      requester: index(of: line.by), beneficiary: index(of: line.for), items: line.items,
      justification: line.why, ticket: line.ticket, submitted: hours(-line.askedHoursAgo),
      neededBy: line.neededInHours.map(hours), expires: nil, verdict: nil)
  }

  private func index(of name: String) -> Int {
    if let index = organisation.castIndex(name) { return index }
    let department = Department.all.firstIndex { "head of \($0.slug)" == name }
    return organisation.departmentRanges[department ?? 0].lowerBound
  }

  private func drawn(_ index: Int, isDecided: Bool) -> SampleRequest {
    var random = SplitMix(seed: organisation.seed, stream: .request, index: index)
    let beneficiary = someoneActive(&random)
    let person = organisation.person(beneficiary)
    let requester = random.chance(0.5) ? beneficiary : person.managerIndex ?? beneficiary
    let (item, why) = item(for: person, isDecided: isDecided, &random)
    let age = isDecided ? Double(24 * (10 + random.below(300))) : Double(1 + random.below(120))
    let submitted = hours(-age)
    let needed =
      random.chance(0.7)
      ? submitted.addingTimeInterval(Double(6 + random.below(160)) * 3_600) : nil
    return SampleRequest(
      requester: requester, beneficiary: beneficiary, items: [item], justification: why,
      ticket: random.chance(0.6) ? "REQ-\(1_000 + index)" : nil, submitted: submitted,
      neededBy: needed, expires: nil,
      verdict: isDecided ? verdict(after: submitted, beneficiary, requester, &random) : nil)
  }

  /// Somebody employed whom the identity provider knows.
  private func someoneActive(_ random: inout SplitMix) -> Int {
    for _ in 0..<64 {
      let index = random.below(organisation.peopleCount)
      let person = organisation.person(index)
      if person.standing == .employed, organisation.castMember(at: index) == nil,
        accounts[.idp]?.slot(ofPerson: index) != nil
      {
        return index
      }
    }
    return 0
  }

  private func item(
    for person: Person, isDecided: Bool, _ random: inout SplitMix
  ) -> (SampleRequest.Item, String) {
    let kind = random.below(10)
    let duration = random.chance(0.4) ? ["P1D", "P7D", "P30D", "P90D"][random.below(4)] : nil
    if kind == 0 {
      let licence = AssignmentSeed.licences[1 + random.below(AssignmentSeed.licences.count - 1)]
      let holds = organisation.licences(of: person).contains { $0.value == licence.value }
      return (
        item(grants: !holds, .idp, .licence(licence), duration),
        holds ? "The seat is not used and somebody else needs it." : "Needed for the daily work."
      )
    }
    let onCode =
      person.department.writesCode && kind < 4
      && accounts[.code]?.slot(ofPerson: person.index) != nil
    let server = onCode ? TenantName.code : .idp
    let seeds = onCode ? GroupSeed.codeHost : Array(GroupSeed.identityProvider.prefix(23))
    let number = random.below(seeds.count)
    let holds = isMember(person.index, of: number, on: server)
    // A decided grant was carried out: it is phrased as what is now so.
    return (
      item(grants: isDecided ? holds : !holds, server, .group(seeds[number].slug), duration),
      Self.reasons[random.below(Self.reasons.count)]
    )
  }

  private func item(
    grants: Bool, _ server: TenantName, _ target: SampleRequest.Item.Target, _ duration: String?
  ) -> SampleRequest.Item {
    SampleRequest.Item(
      isGrant: grants, server: server, target: target, duration: grants ? duration : nil)
  }

  private func isMember(_ person: Int, of group: Int, on server: TenantName) -> Bool {
    guard let slot = accounts[server]?.slot(ofPerson: person),
      let members = memberships[server]?.groups[group]
    else { return false }
    return members.contains(Int32(slot))
  }

  private func verdict(
    after submitted: Date, _ beneficiary: Int, _ requester: Int, _ random: inout SplitMix
  ) -> SampleRequest.Verdict {
    let approvers = ["Priya Nair", "Samuel Mbeki", "Elif Demir"].compactMap(organisation.castIndex)
    let isApproval = random.chance(0.8)
    return SampleRequest.Verdict(
      approver: random.pick(
        approvers.filter { $0 != beneficiary && $0 != requester }, otherwise: 0),
      isApproval: isApproval,
      comment: isApproval ? "" : "Not needed for this job; ask your manager first.",
      decided: submitted.addingTimeInterval(Double(1 + random.below(70)) * 3_600))
  }

  private func hours(_ count: Double) -> Date {
    organisation.now.addingTimeInterval((count * 3_600).rounded())
  }

  private static let reasons = [
    "Joined the project last week.", "Covers for a colleague on leave.",
    "Changed team; the manager agreed.", "Part of the yearly review.",
    "Follow-up of the last incident.", "Rotation ended.", "Needed for the customer's audit.",
    "Helps with the migration.",
  ]
}
