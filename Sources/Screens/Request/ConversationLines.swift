import Governance
import Terminal

/// What was asked about a request, answered and offered.
func addConversation(
  _ detail: RequestDetail, _ state: AppState, to builder: inout LineBuilder
) {
  for question in detail.questions {
    builder.wrap(
      "\(question.by.name) asks: \(question.text)", question.isOpen ? .notice : .text,
      lead: [Run("? ", .notice)])
    if let answer = question.answer {
      builder.wrap("\(answer.by.name): \(answer.text)", lead: [Run("    ")])
    } else if let lapsed = question.lapsed {
      builder.add(
        "    nobody answered in time: its clock goes on since \(state.moments.long(lapsed))", .dim)
    } else {
      let key = state.keys.label("ask-back", state.place)
      builder.add("    its clock stands still until the answer: \(key) answers", .dim)
    }
  }
  if let review = detail.review {
    let state =
      review.conclusion.map { "\($0.verdict.rawValue), says \($0.by.name): \($0.comment)" }
      ?? "to be reviewed until \(state.moments.long(review.due)): countersign review"
    builder.wrap("taken in an emergency; \(state)", .warning, lead: [Run("⚠ ", .warning)])
  }
  guard let offer = detail.offer else { return }
  let hand = offer.hand == offer.by ? "" : " by the hand of \(offer.hand.name)"
  let changes = offer.changes(from: detail.request.items).joined(separator: ", ")
  builder.wrap(
    "\(offer.by.name)\(hand) offers: \(changes)", .notice, lead: [Run("⇄ ", .notice)])
  if !offer.comment.isEmpty { builder.wrap(offer.comment, lead: [Run("    ")]) }
  let take = state.keys.label("take-offer", state.place)
  let withdraw = state.keys.label("withdraw", state.place)
  builder.add("    who asked takes it with \(take), or withdraws with \(withdraw)", .dim)
}
