import Foundation
import Governance
import SCIM

/// One line of an import: a request in the shape of the `AccessRequest` schema (design, section 12),
/// with people and access still by name.
struct ImportedRequest: Hashable, Sendable {
  struct Item: Hashable, Sendable {
    var id: String?
    var operation: ItemOperation
    var name: EntitlementName
    var duration: String?
  }

  var id: String?
  /// A name, a userName, an e-mail address or a key; nil for whoever imports.
  var requester: String?
  var beneficiary: String
  var items: [Item]
  var justification: String
  var submitted: Date?
  var neededBy: Date?
  var expires: Date?
  var externalReference: String?

  static let attributes = [
    "schemas", "id", "requester", "beneficiary", "items", "justification", "submitted", "neededBy",
    "expires", "externalReference",
  ]
  static let itemAttributes = [
    "id", "operation", "server", "type", "value", "display", "duration",
  ]

  /// Throws: the first thing that is wrong with the line.
  init(line: some Sequence<UInt8>) throws(ImportProblem) {
    let json: JSON
    do { json = try JSON(parsing: line) } catch { throw ImportProblem(error.sentence) }
    let fields = try ImportedFields(json, path: "")
    try fields.refuseUnknown(known: Self.attributes)
    id = try fields.text("id")
    requester = try fields.person("requester")
    guard let beneficiary = try fields.person("beneficiary") else {
      throw ImportProblem("“beneficiary” is missing: say whom it is for.")
    }
    self.beneficiary = beneficiary
    guard let items = try fields.list("items"), !items.isEmpty else {
      throw ImportProblem("“items” is missing or empty: say what is asked for.")
    }
    self.items = []
    for (index, item) in items.enumerated() {
      self.items.append(try Self.item(item, path: "items[\(index)]."))
    }
    justification = try fields.text("justification") ?? ""
    submitted = try fields.date("submitted")
    neededBy = try fields.date("neededBy")
    expires = try fields.date("expires")
    externalReference = try fields.text("externalReference")
  }

  private static func item(_ json: JSON, path: String) throws(ImportProblem) -> Item {
    let fields = try ImportedFields(json, path: path)
    try fields.refuseUnknown(known: itemAttributes)
    let operation = try fields.choice("operation", ItemOperation.allCases)
    let type = try fields.choice("type", EntitlementType.allCases)
    let value = try fields.text("value")
    let display = try fields.text("display")
    let server = try fields.text("server")
    guard let server = server ?? (type == .manual ? "" : nil) else {
      throw ImportProblem("“\(path)server” is missing.")
    }
    return Item(
      id: try fields.text("id"), operation: operation,
      name: EntitlementName(
        server: server, type: type, value: type == .account ? "" : value ?? display ?? ""),
      duration: try fields.text("duration"))
  }
}

/// What is wrong with one line of an import.
struct ImportProblem: Error, Hashable, Sendable {
  var sentence: String
  init(_ sentence: String) { self.sentence = sentence }
}

/// Reads the attributes of one object and says which is wrong.
private struct ImportedFields {
  let object: JSONObject
  /// Shape: `items[0].`; empty for the line itself.
  let path: String

  init(_ json: JSON, path: String) throws(ImportProblem) {
    guard let object = json.object else {
      let name = path.isEmpty ? "The line" : "“\(path.dropLast())”"
      throw ImportProblem("\(name) is not a JSON object.")
    }
    self.object = object
    self.path = path
  }

  func refuseUnknown(known: [String]) throws(ImportProblem) {
    let folded = Set(known.map { $0.lowercased() })
    for key in object.keys where !folded.contains(key.lowercased()) {
      let hint =
        Spelling.nearest(to: key, among: known).map { "did you mean “\($0)”?" }
        ?? "known here: \(known.joined(separator: ", "))."
      throw ImportProblem("“\(path)\(key)” is unknown; \(hint)")
    }
  }

  func text(_ key: String) throws(ImportProblem) -> String? {
    guard let value = object[key], value != .null else { return nil }
    guard let text = value.string else { throw ImportProblem("“\(path)\(key)” is not a text.") }
    return text.isEmpty ? nil : text
  }

  func list(_ key: String) throws(ImportProblem) -> [JSON]? {
    guard let value = object[key], value != .null else { return nil }
    guard let list = value.array else { throw ImportProblem("“\(path)\(key)” is not a list.") }
    return list
  }

  func date(_ key: String) throws(ImportProblem) -> Date? {
    guard let text = try text(key) else { return nil }
    guard let date = SCIMDate.parse(text) else {
      throw ImportProblem("“\(path)\(key)” is no date: write 2026-12-01T09:00:00Z.")
    }
    return date
  }

  /// A name by itself, or an object whose `value` it is.
  func person(_ key: String) throws(ImportProblem) -> String? {
    guard let value = object[key], value.object != nil else { return try text(key) }
    guard let name = value["value"]?.string, !name.isEmpty else {
      throw ImportProblem(
        "“\(path)\(key).value” is missing: a userName, an e-mail address or a name.")
    }
    return name
  }

  func choice<Choice: RawRepresentable<String>>(
    _ key: String, _ choices: [Choice]
  ) throws(ImportProblem) -> Choice {
    guard let text = try text(key) else { throw ImportProblem("“\(path)\(key)” is missing.") }
    guard let choice = Choice(rawValue: text) else {
      let names = choices.map(\.rawValue).joined(separator: ", ")
      throw ImportProblem("“\(path)\(key)” is “\(text)”: write one of \(names).")
    }
    return choice
  }
}
