import Foundation
import Store
import Synchronization

/// Adds up what the pages of one walk brought.
final class WalkCount: Sendable {
  private struct Sum {
    var outcome = PageOutcome()
    var latest: Date?
    var serverStart: Date?
    var seenID: String?
  }

  private let sum = Mutex(Sum())

  func note(_ page: FetchedPage, _ outcome: PageOutcome) {
    sum.withLock { sum in
      sum.outcome.added += outcome.added
      sum.outcome.changed += outcome.changed
      sum.outcome.rejected += outcome.rejected
      if sum.serverStart == nil { sum.serverStart = page.date }
      sum.seenID = page.rows.lazy.compactMap(\.id).first ?? sum.seenID
      for case let date? in page.rows.lazy.map(\.lastModified) {
        sum.latest = max(sum.latest ?? date, date)
      }
    }
  }

  func add(to report: inout TypeReport) {
    sum.withLock { sum in
      report.added += sum.outcome.added
      report.changed += sum.outcome.changed
      report.rejected += sum.outcome.rejected
      report.latest = [report.latest, sum.latest].compactMap { $0 }.max()
      report.serverStart = report.serverStart ?? sum.serverStart
      report.seenID = sum.seenID ?? report.seenID
    }
  }
}
