import Foundation
import Governance
import SCIM

/// Values as one line of JSON each, for programs. Names follow the `AccessRequest` schema.
enum Records {
  static func request(_ entry: QueueEntry) -> JSON {
    var record = request(entry.request)
    record["risk"] = .number(JSONNumber(entry.riskScore))
    if let refusal = entry.refusal { record["refusal"] = .string(refusal.code) }
    if let status = entry.actionStatus { record["actionStatus"] = .string(status.rawValue) }
    if let step = entry.step {
      record["step"] = .string(step.name)
      if let reason = step.reason { record["stepReason"] = .string(reason) }
    }
    return record
  }

  static func request(_ request: AccessRequest) -> JSON {
    var record: JSON = [
      "id": .string(request.id.rawValue), "status": .string(request.status.rawValue),
      "origin": .string(origin(request.origin)), "requester": person(request.requester),
      "beneficiary": person(request.beneficiary), "items": .array(request.items.map(item)),
      "justification": .string(request.justification),
      "submitted": .string(SCIMDate.print(request.submitted)),
    ]
    if let date = request.neededBy { record["neededBy"] = .string(SCIMDate.print(date)) }
    if let date = request.expires { record["expires"] = .string(SCIMDate.print(date)) }
    if let submitter = request.submitter { record["submitter"] = person(submitter) }
    if let ticket = request.externalReference { record["externalReference"] = .string(ticket) }
    return record
  }

  static func person(_ person: PersonReference) -> JSON {
    ["value": .string(person.key.rawValue), "display": .string(person.name)]
  }

  private static func item(_ item: RequestItem) -> JSON {
    var record: JSON = [
      "id": .string(item.id), "operation": .string(item.operation.rawValue),
      "server": .string(item.entitlement.server), "type": .string(item.entitlement.type.rawValue),
      "value": .string(item.entitlement.value), "display": .string(item.display),
      "status": .string(item.status.rawValue),
    ]
    if let duration = item.duration { record["duration"] = .string(duration) }
    return record
  }

  private static func origin(_ origin: RequestOrigin) -> String {
    switch origin {
    case .local: "local"
    case .imported: "imported"
    case .shared(let server, _): server
    }
  }

  /// Any other value by its own coding: one line, keys in alphabetical order, dates as in SCIM.
  static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(SCIMDate.print(date))
    }
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
