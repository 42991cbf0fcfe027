import Foundation
import SCIM

/// What an access request may become (design, section 12).
enum AccessRequestRules {
  private static let statuses = Schema.accessRequest.attribute("status")?.canonicalValues ?? []
  private static let open: Set<String> = ["draft", "pending"]

  /// What a new request gets besides what was sent.
  static func completed(_ json: JSON, now: Date) throws(SCIMError) -> JSON {
    var json = json
    if json["status"] == nil { json["status"] = "pending" }
    if json["submitted"] == nil { json["submitted"] = .string(SCIMDate.print(now)) }
    guard open.contains(json["status"]?.string ?? "") else {
      throw .invalidValue("A new request is a draft or pending.")
    }
    try checkItems(json)
    return json
  }

  /// Refuses a second decision, a decision that says nothing and a status that does not exist.
  ///
  /// Throws: 409 when the request has ended, whatever the change is.
  static func check(_ new: JSON, after old: JSON) throws(SCIMError) {
    let before = old["status"]?.string ?? "pending"
    let after = new["status"]?.string ?? "pending"
    guard new["status"] != old["status"] || new["decisions"] != old["decisions"] else { return }
    guard open.contains(before) else {
      throw SCIMError(status: 409, detail: "The request is already \(ending(old, before)).")
    }
    guard statuses.contains(after) else {
      throw .invalidValue("\(after) is not a status of a request.")
    }
    let decisions = new["decisions"]?.array ?? []
    for decision in decisions {
      guard ["approved", "denied", "countered"].contains(decision["outcome"]?.string ?? "") else {
        throw .invalidValue("The outcome of a decision is approved, denied or countered.")
      }
    }
    if after == "approved" || after == "denied", decisions.isEmpty {
      throw .invalidValue("A request is \(after) by a decision, and there is none.")
    }
  }

  private static func checkItems(_ json: JSON) throws(SCIMError) {
    for item in json["items"]?.array ?? [] {
      guard ["grant", "revoke"].contains(item["operation"]?.string ?? "") else {
        throw .invalidValue("The operation of an item is grant or revoke.")
      }
      let types = ["group", "role", "entitlement", "account", "manual"]
      guard types.contains(item["type"]?.string ?? "") else {
        throw .invalidValue("The type of an item is one of \(types.joined(separator: ", ")).")
      }
    }
  }

  private static func ending(_ json: JSON, _ status: String) -> String {
    let last = json["decisions"]?.array?.last
    let by = last?["authority"]?["display"]?.string.map { " by \($0)" } ?? ""
    let at = last?["decided"]?.string.map { " on \($0)" } ?? ""
    return status + by + at
  }
}
