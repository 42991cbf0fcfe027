import Foundation
import SCIM

extension Samples {
  // An inventory of everything would be as long as the list of people.
  private static let mostHolders = 500

  /// A laptop for each of the first people who have an account here, a telephone for every third, and
  /// the display of a meeting room, which is nobody's.
  func deviceSample() -> Sample {
    let people = (0..<min(organisation.peopleCount, Self.mostHolders)).filter {
      accountID(ofPerson: $0, on: .idp) != nil
    }
    let phones = stride(from: 0, to: people.count, by: 3).map { people[$0] }
    let count = people.count + phones.count + 1
    let record: @Sendable (Int) -> Record = { [self] slot in
      if slot < people.count { return device(slot, "laptop", of: people[slot]) }
      let phone = slot - people.count
      if phone < phones.count { return device(slot, "telephone", of: phones[phone]) }
      return device(slot, "meeting room display", of: nil)
    }
    return Sample(
      count: count, record: record, modified: { record($0).modified }, keys: { _ in [] },
      display: { record($0).json["displayName"]?.string })
  }

  private func device(_ slot: Int, _ word: String, of index: Int?) -> Record {
    let number = SplitMix.mixed(organisation.seed, stream: .extra, index: slot)
    let made = organisation.days(-30 - Int(number % 900), seconds: slot)
    let holder = index.map { organisation.person($0) }
    var ownership: JSON = ["serialNumber": .string("CS" + Self.hexadecimal(number, bytes: 5))]
    if let holder, let id = accountID(ofPerson: holder.index, on: .idp) {
      ownership["owner"] = [
        "value": .string(id),
        "display": .string(organisation.displayName(of: holder, on: .idp)),
      ]
    }
    let name = holder.map { "\($0.given.latin)'s \(word)" } ?? word
    let json: JSON = [
      "schemas": .array(ResourceKind.device.schemas.schemas.map { .string($0.id) }),
      "displayName": .string(name), "active": .bool(holder?.hasLeft != true),
      Schema.macAuthentication.id: ["deviceMacAddress": .string(Self.address(number))],
      Schema.ownership.id: ownership,
    ]
    return Record(json: json, created: made, modified: made)
  }

  /// A locally administered unicast address.
  private static func address(_ number: UInt64) -> String {
    let bytes = (0..<6).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    let first = bytes[0] & 0xFC | 0x02
    return ([first] + bytes.dropFirst()).map { hexadecimal(UInt64($0), bytes: 1) }
      .joined(separator: ":")
  }

  private static func hexadecimal(_ number: UInt64, bytes: Int) -> String {
    let text = String(number & (1 << (8 * UInt64(bytes)) - 1), radix: 16, uppercase: true)
    return String(repeating: "0", count: 2 * bytes - text.count) + text
  }
}
