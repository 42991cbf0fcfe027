import ArgumentParser
import Foundation
import Governance
import Store
import Terminal

struct ReviewVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "Look at what was taken in emergencies.",
    discussion: """
      Without an id it lists what nobody has looked at yet (--all: everything). Whoever took it does \
      not review it. What is misused is taken away by a request of its own.
      """)

  @OptionGroup var options: GlobalOptions
  @Flag(help: "List what was reviewed, too.") var all = false
  @Option(help: .init("justified or misused.", valueName: "verdict")) var verdict: Review.Verdict?
  @Option(help: .init("Why.", valueName: "text")) var reason: String?
  @Argument(help: "A request, by id or the start of one.") var id: String?

  func validate() throws {
    if (verdict == nil) != (reason == nil) {
      throw ValidationError("Give --verdict and --reason together.")
    }
    if verdict != nil, id == nil { throw ValidationError("Name the request.") }
  }

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    guard let id, let verdict, let reason else { return try list(session) }
    let person = try session.knownOperator()
    let request = try RequestName.resolve(id, in: session)
    let conclusion = Review.Conclusion(
      verdict: verdict, by: person, comment: reason, reviewed: session.now)
    if let refusal = try session.store.conclude(request, conclusion, now: session.now) {
      throw Failure(.refused, code: refusal.code, refusal.sentence, advice: refusal.advice)
    }
    try await session.conclude("Reviewed: \(verdict.rawValue).", about: request)
  }

  private func list(_ session: Session) throws {
    let only = try id.map { try RequestName.resolve($0, in: session) }
    for review in try session.store.reviews(openOnly: !all && only == nil)
    where only == nil || review.request == only {
      if session.isJSON {
        session.console.line(try Records.line(review))
        continue
      }
      guard let request = try session.store.request(review.request) else { continue }
      let access = request.items.map(\.shown).joined(separator: ", ")
      let zone = TimeZone.current
      let state =
        review.conclusion.map { "\($0.verdict.rawValue) by \($0.by.name): \($0.comment)" }
        ?? "to be reviewed until \(Moment.text(review.due, in: zone))"
        + (review.due <= session.now ? ", late" : "")
      session.console.prose(
        DisplayText.visible(
          "\(request.id.rawValue) \(request.beneficiary.name) took \(access)"
            + " \(Moment.text(review.taken, in: zone)): \(request.justification); \(state)"))
    }
  }
}

extension Review.Verdict: ExpressibleByArgument {}
