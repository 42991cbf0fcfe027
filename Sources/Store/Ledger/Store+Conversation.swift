import Foundation
import GRDB
import Governance

extension Store {
  /// What was asked about a request. Order: oldest first.
  public func questions(on id: RequestID) throws(StoreError) -> [Question] {
    try read { database in try ConversationRows.questions(database, id) }
  }

  /// What is offered for a request at this moment.
  public func offer(for id: RequestID) throws(StoreError) -> CounterOffer? {
    try read { database in try ConversationRows.openOffer(database, id) }
  }

  /// Asks whoever asked; the request's clock stands still until they answer.
  ///
  /// Whether the asker may decide the request is checked by the caller. Returns: nil when it was
  /// recorded, else why not.
  public func ask(
    _ question: Question, on id: RequestID, now: Date
  ) throws(StoreError) -> OfferRefusal? {
    if question.text.allSatisfy(\.isWhitespace) { return .emptyText }
    return try writeDurably { database in
      guard let request = try RequestRows.find(database, id) else {
        return .undecidable(.requestUnknown(id: id.rawValue))
      }
      if let refusal = try Self.obstacle(database, request, by: question.by, now: now) {
        return refusal
      }
      // One at a time: the clock stands already.
      if try ConversationRows.openQuestion(database, id) != nil {
        return .undecidable(.questionOpen)
      }
      try ConversationRows.insert(database, question, on: request)
      try AuditWriter.append(
        database, "question.asked", subject: id.rawValue,
        detail: ["question": .string(question.text)], actor: question.by, now: now)
      return nil
    }
  }

  /// Answers the open question; the clock goes on.
  public func answer(
    _ text: String, on id: RequestID, by person: PersonReference, now: Date
  ) throws(StoreError) -> OfferRefusal? {
    if text.allSatisfy(\.isWhitespace) { return .emptyText }
    return try writeDurably { database in
      guard let request = try RequestRows.find(database, id) else {
        return .undecidable(.requestUnknown(id: id.rawValue))
      }
      if request.status != .pending {
        let by = try RequestStatusRow.decidedBy(database, id)
        return .undecidable(.alreadyDecided(status: request.status, by: by))
      }
      guard let question = try ConversationRows.unanswered(database, id) else {
        return .noQuestion
      }
      guard request.concerned.contains(person.key) else {
        return .notTheRequester(name: request.requester.name)
      }
      // The time of a request does not run back.
      let moment = max(now, try ClockRows.latest(database, id) ?? now)
      try ConversationRows.answer(
        database, question.id, .init(by: person, text: text, answered: moment))
      // A late answer is told; the clock went on before it.
      if question.isOpen {
        try ConversationRows.resume(database, question.id, on: id, at: moment)
      }
      try AuditWriter.append(
        database, "question.answered", subject: id.rawValue, detail: ["answer": .string(text)],
        actor: person, now: now)
      return nil
    }
  }

  /// Lets the clocks of pending requests go on whose question nobody answered for as long as their
  /// policy waits, each with its audit record. Returns how many.
  @discardableResult
  public func lapseQuestions(now: Date) throws(StoreError) -> Int {
    let late = try read { database in try Self.lateQuestions(database, now: now) }
    if late.isEmpty { return 0 }
    return try writeDurably { database in
      let late = try Self.lateQuestions(database, now: now)
      for (id, request, moment) in late {
        try ConversationRows.lapse(database, id, at: moment)
        try ConversationRows.resume(database, id, on: request, at: moment)
        try AuditWriter.append(
          database, "question.lapsed", subject: request.rawValue,
          detail: ["since": .milliseconds(moment)], now: now)
      }
      return late.count
    }
  }

  private static func lateQuestions(
    _ database: Database, now: Date
  ) throws -> [(id: Int64, request: RequestID, moment: Date)] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT q.id, q.request, q.asked FROM ledger_question q JOIN ledger_request r
          ON r.id = q.request AND r.status = 'pending'
        WHERE q.answered IS NULL AND q.lapsed IS NULL ORDER BY q.id
        """)
    return try rows.compactMap { row in
      let request = RequestID(rawValue: row["request"])
      let policy = try PolicyRows.current(database, request)?.policy
      let question = Question(
        by: .program, text: "", asked: Date(timeIntervalSince1970: row["asked"]))
      let moment = question.latestAnswer(by: policy?.time, hours: policy?.hours)
      return moment <= now ? (row["id"], request, moment) : nil
    }
  }

  /// Offers something else than what was asked for; an offer before it counts no more.
  ///
  /// Whether the offerer may decide the request is checked by the caller.
  public func offer(_ offer: CounterOffer, now: Date) throws(StoreError) -> OfferRefusal? {
    try writeDurably { database in
      guard let request = try RequestRows.find(database, offer.request) else {
        return .undecidable(.requestUnknown(id: offer.request.rawValue))
      }
      for person in [offer.by, offer.hand] {
        if let refusal = try Self.obstacle(database, request, by: person, now: now) {
          return refusal
        }
      }
      if let refusal = OfferRule.refusal(offer.items, for: request, now: now) { return refusal }
      try ConversationRows.insert(database, offer)
      try AuditWriter.append(
        database, "offer.made", subject: offer.request.rawValue,
        detail: ConversationRows.detail(offer, asked: request.items), actor: offer.hand, now: now)
      return nil
    }
  }

  /// Makes the request one for what is offered: what was said to it before counts no more.
  ///
  /// - Parameters:
  ///   - shown: the offer as it was seen: another one is not taken in its place.
  ///   - person: who asked for it; nil where the policy needs no consent to give less.
  /// Returns: nil when it was taken, else why not.
  public func accept(
    _ shown: CounterOffer, by person: PersonReference?, now: Date
  ) throws(StoreError) -> OfferRefusal? {
    try writeDurably { database in
      let id = shown.request
      guard let request = try RequestRows.find(database, id) else {
        return .undecidable(.requestUnknown(id: id.rawValue))
      }
      if let person, !request.concerned.contains(person.key) {
        return .notTheRequester(name: request.requester.name)
      }
      guard request.status == .pending else {
        let by = try RequestStatusRow.decidedBy(database, id)
        return .undecidable(.alreadyDecided(status: request.status, by: by))
      }
      guard let offer = try ConversationRows.openOffer(database, id) else { return .noOffer }
      guard offer == shown else { return .otherOffer }
      if person == nil, !OfferRule.isLess(offer.items, than: request.items) {
        return .notTheRequester(name: request.requester.name)
      }
      try ConversationRows.close(database, id, as: .accepted)
      try RequestRows.replaceItems(database, id, offer.items)
      try PolicyRows.outdate(database, id)
      try AuditWriter.append(
        database, "offer.accepted", subject: id.rawValue,
        detail: ConversationRows.detail(offer, asked: request.items), actor: person ?? .program,
        now: now)
      return nil
    }
  }

  /// Why somebody may neither ask nor offer: the request has ended, or it concerns them.
  private static func obstacle(
    _ database: Database, _ request: AccessRequest, by person: PersonReference, now: Date
  ) throws -> OfferRefusal? {
    if request.origin.server != nil { return .shared }
    let refusal = DecisionRule.refusal(
      for: request, operator: Operator(person), now: now,
      decidedBy: try RequestStatusRow.decidedBy(database, request.id))
    return refusal.map { .undecidable($0) }
  }
}
