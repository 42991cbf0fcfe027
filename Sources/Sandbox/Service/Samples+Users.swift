import Foundation
import SCIM

extension Samples {
  /// What one service stores of an account. Each stores what such a service would.
  func userRecord(_ account: SampleAccount, on tenant: TenantName) -> Record {
    var json: JSON = [
      "schemas": [.string(SchemaURN.user), .string(SchemaURN.enterpriseUser)]
    ]
    json["externalId"] = externalID(of: account, on: tenant).map { .string($0) }
    json["userName"] = .string(account.userName)
    if let person = account.person, tenant != .chat { json["name"] = name(of: person, on: tenant) }
    json["displayName"] = .string(account.displayName)
    if tenant != .code { json["title"] = account.title.map { .string($0) } }
    json["active"] = .bool(account.isActive)
    json["emails"] = account.email.map {
      [["value": .string($0), "type": "work", "primary": true]]
    }
    if let person = account.person {
      switch tenant {
      case .hr: addContact(of: person, to: &json)
      case .idp: addAccess(of: person, to: &json)
      case .code, .chat: break
      }
      addEnterprise(of: person, account, on: tenant, to: &json)
    } else if tenant == .idp {
      json["userType"] = "Service"
    }
    if tenant == .idp { addSignIn(of: account, to: &json) }
    return Record(json: json, created: account.created, modified: account.modified)
  }

  /// What the service calls the person elsewhere: the personnel number, or the directory's id.
  func externalID(of account: SampleAccount, on tenant: TenantName) -> String? {
    guard let person = account.person else { return nil }
    return switch tenant {
    case .hr, .idp: person.employeeNumber
    case .code, .chat: accountID(ofPerson: person.index, on: .idp)
    }
  }

  private func addSignIn(of account: SampleAccount, to json: inout JSON) {
    let index = account.person?.index ?? -1
    let share = SplitMix.share(organisation.seed, stream: .signIn, index: -2 - index)
    json["schemas"] = .array((json["schemas"]?.array ?? []) + [.string(Schema.signIn.id)])
    var signIn: JSON = ["secondFactor": .bool(index >= 0 && share < 0.93)]
    signIn["lastSignIn"] = account.lastSignIn.map { .string(SCIMDate.print($0)) }
    json[Schema.signIn.id] = signIn
  }

  private func name(of person: Person, on tenant: TenantName) -> JSON {
    var name: JSON = [
      "formatted": .string(
        tenant == .hr ? person.nativeName ?? person.latinName : person.latinName),
      "familyName": .string(person.family.latin), "givenName": .string(person.given.latin),
    ]
    name["middleName"] = person.middleInitial.map { .string($0) }
    return name
  }

  private func addContact(of person: Person, to json: inout JSON) {
    var random = SplitMix(seed: organisation.seed, stream: .extra, index: person.index)
    json["userType"] = random.chance(0.12) ? "Contractor" : "Employee"
    json["preferredLanguage"] = .string(person.place.language)
    json["timezone"] = .string(person.place.timeZone)
    // 555-01xx numbers are set aside for fiction.
    json["phoneNumbers"] = [
      ["value": .string("+1-202-555-01\(10 + random.below(90))"), "type": "work"]
    ]
    json["addresses"] = [
      [
        "type": "work", "locality": .string(person.place.city),
        "country": .string(person.place.country),
      ]
    ]
  }

  private func addAccess(of person: Person, to json: inout JSON) {
    json["locale"] = .string(person.place.language)
    json["timezone"] = .string(person.place.timeZone)
    json["roles"] = assignments(organisation.roles(of: person))
    json["entitlements"] = assignments(organisation.licences(of: person))
  }

  private func assignments(_ seeds: [AssignmentSeed]) -> JSON? {
    guard !seeds.isEmpty else { return nil }
    return .array(
      seeds.map {
        [
          "value": .string($0.value), "display": .string($0.display), "type": .string($0.type),
        ]
      })
  }

  private func addEnterprise(
    of person: Person, _ account: SampleAccount, on tenant: TenantName, to json: inout JSON
  ) {
    var enterprise: JSON = [:]
    if tenant == .hr || tenant == .idp {
      enterprise["employeeNumber"] = .string(person.employeeNumber)
      enterprise["costCenter"] = .string(person.department.costCenter)
      enterprise["organization"] = "Example Group"
      enterprise["division"] = .string(person.department.division)
    }
    if tenant != .code { enterprise["department"] = account.department.map { .string($0) } }
    if tenant == .hr || tenant == .idp, let manager = person.managerIndex,
      let id = accountID(ofPerson: manager, on: tenant)
    {
      let name = organisation.displayName(of: organisation.person(manager), on: tenant)
      enterprise["manager"] = ["value": .string(id), "displayName": .string(name)]
    }
    if enterprise.object?.isEmpty == false { json[SchemaURN.enterpriseUser] = enterprise }
  }
}
