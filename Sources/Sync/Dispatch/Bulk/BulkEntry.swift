import Governance
import SCIM

/// One action within a bulk request.
struct BulkEntry: Sendable {
  var action: Action
  /// As it is sent; an id that the same request brings stands in it as a placeholder.
  var operation: PlannedOperation
  /// What `If-Match` would name; nil for none.
  var version: String?
  /// The action of the same request that creates what this one is about.
  var creation: Int64?

  /// Names the operation in the request and its outcome in the answer.
  var bulkID: String { "action-\(action.id)" }

  /// nil for a call that no bulk request can hold.
  func bulkOperation() -> BulkRequest.Operation? {
    guard let call = operation.call, let method = BulkRequest.Method(rawValue: call.method),
      let body = call.body, method != .put
    else { return nil }
    var path = call.path
    var text = body
    if let creation, let number = operation.usesIDCreatedBy {
      let placeholder = PlannedOperation.createdPlaceholder(number)
      // > §3.7.2: the id to come is named by the bulkId of what brings it.
      let reference = "bulkId:action-\(creation)"
      path = path.replacing(placeholder, with: reference)
      text = text.replacing("\"\(placeholder)\"", with: "\"\(reference)\"")
      // Within a filter no server has to look for it.
      guard !text.contains(placeholder) else { return nil }
    }
    guard let data = JSON.sent(text) else { return nil }
    return BulkRequest.Operation(method, path: path, bulkId: bulkID, version: version, data: data)
  }
}

extension JSON {
  /// What this program itself wrote.
  fileprivate static func sent(_ text: String) -> JSON? {
    do throws(JSONError) { return try JSON(parsing: text) } catch { return nil }
  }
}

/// The outcomes of one bulk request, by what was sent.
struct BulkOutcomes: Sendable {
  private var byID: [String: BulkResponse.Outcome] = [:]

  /// By `bulkId`; a server that leaves it out for what creates nothing (RFC 7644 §3.7 asks for it
  /// in a POST only) answers in order, if it answers all.
  init(_ response: BulkResponse, sent: [String]) {
    for outcome in response.outcomes {
      if let id = outcome.bulkId { byID[id] = outcome }
    }
    guard response.outcomes.count == sent.count else { return }
    for (id, outcome) in zip(sent, response.outcomes)
    where byID[id] == nil && outcome.bulkId == nil { byID[id] = outcome }
  }

  /// nil for an operation that the server does not tell of.
  subscript(_ entry: BulkEntry) -> BulkResponse.Outcome? { byID[entry.bulkID] }

  /// The id of what was created; nil when it is not told.
  func createdID(_ entry: BulkEntry) -> String? {
    guard let outcome = self[entry], (200..<300).contains(outcome.status) else { return nil }
    if let id = outcome.response?["id"]?.idText, !id.isEmpty { return id }
    let segment = outcome.location?.split(separator: "/").last.map(String.init)
    return segment.flatMap { PercentEncoding.decode($0) ?? $0 }
  }
}
