import Foundation
import GRDB
import Governance

/// What was taken in an emergency and nobody has looked at yet.
struct BreakGlassReviews: FindingSource {
  let kind = Finding.Kind.breakGlass

  func findings(in context: FindingContext, limit: Int) throws -> [Finding] {
    let rows = try Row.fetchAll(
      context.database,
      sql: "SELECT * FROM ledger_review WHERE verdict IS NULL ORDER BY due, request LIMIT ?",
      arguments: [limit])
    return try rows.map(ReviewRows.review).compactMap { review in
      guard let request = try RequestRows.find(context.database, review.request) else { return nil }
      let names = request.items.map(\.display).joined(separator: ", ")
      let isLate = review.due <= context.now
      return Finding(
        kind: kind,
        sentence: "\(request.beneficiary.name) took \(names) in an emergency, request"
          + " \(request.id.rawValue.prefix(8))\(isLate ? ": the review is late" : "").",
        advice: "Review it: `countersign review \(request.id.rawValue.prefix(8))`.",
        person: request.beneficiary, since: review.taken)
    }
  }
}
