import Governance
import Terminal

/// The last look before something that cannot be taken back: the merged plan, and No in focus.
struct Confirmation: Hashable, Sendable {
  enum Subject: Hashable, Sendable {
    case decision(DecisionOutcome)
    case withdrawal
    /// The merged plan, only to be read.
    case look
    /// What approving them together would lead to, only to be read.
    case whatIf
  }

  enum Focus: Hashable, Sendable, CaseIterable { case no, yes, reason }

  var subject: Subject
  /// Order: as tagged.
  var ids: [RequestID]
  /// How many of them the limit hides.
  var hiddenCount: Int
  /// nil while they are being read.
  var details: [RequestDetail]? { didSet { linesWidth = nil } }
  var generation: Int
  var reason = LineEditor()
  var focus: Focus
  /// What some requests have for a reason instead of the one for all.
  var ownReasons: [RequestID: String] = [:] { didSet { linesWidth = nil } }
  /// Whose own reason is being written; nil while it is the one for all.
  var reasonOf: RequestID?
  var ownReason = LineEditor()
  /// What changed since the operator last looked; nil when nothing did.
  var notice: String? { didSet { linesWidth = nil } }
  /// What the operator took out of the batch here; it stays tagged.
  var struck: Set<RequestID> = [] { didSet { linesWidth = nil } }
  /// True from a change of the plan until the next key: a Yes that was on its way does not count.
  var isUnread = false
  var document = DocumentCursor()
  /// The merged plan as it was laid out last: a thousand plans are not merged at every key.
  private(set) var lines: [Line] = []
  /// nil when they have to be laid out anew.
  private var linesWidth: Int?
  /// Where the cursor goes once the lines are laid out anew.
  private var followed: RequestID?

  init(
    subject: Subject, ids: [RequestID], hiddenCount: Int, generation: Int, focus: Focus
  ) {
    self.subject = subject
    self.ids = ids
    self.hiddenCount = hiddenCount
    self.generation = generation
    self.focus = focus
  }

  /// Keeps lines and cursor as the screen needs them.
  mutating func settle(width: Int, height: Int) {
    if linesWidth != width {
      lines = confirmationLines(self, width: width)
      linesWidth = width
    }
    if let followed, let line = lines.firstIndex(where: { $0.target == .request(followed) }) {
      document.move(to: line)
    }
    followed = nil
    document.settle(in: lines, height: height)
  }

  /// The requests that the answer Yes decides; empty until all plans are read.
  var ready: [RequestDetail] { (details ?? []).filter { leftOut($0) == nil } }

  /// Why a request is left out of the decision; nil when it is not.
  func leftOut(_ detail: RequestDetail) -> String? {
    if struck.contains(detail.request.id) { return "You left it out." }
    return refused(detail)
  }

  private func refused(_ detail: RequestDetail) -> String? {
    switch (subject, detail.refusal) {
    case (.withdrawal, _), (.look, _), (.whatIf, _): return nil
    case (.decision(.denied), .planBlocked), (.decision(.denied), .separated),
      (.decision(.denied), .separationUnbound), (_, .planChanged), (_, .reasonMissing), (_, nil):
      break
    case (_, .some(let refusal)): return refusal.sentence
    }
    if subject == .decision(.approved), let obstacle = detail.plan.obstacles.first {
      return obstacle
    }
    return nil
  }

  /// Takes a request out of the batch, or back into it. Yes then is another question.
  mutating func strike(_ id: RequestID) {
    if struck.remove(id) == nil { struck.insert(id) }
    // Its line moves to those that are left out, or back: the same key again is about it.
    followed = id
    if focus == .yes { focus = .no }
  }

  /// There is nothing to answer.
  var isReading: Bool { subject == .look || subject == .whatIf }

  /// What brings the plans as they are now.
  var reading: Effect {
    subject == .whatIf
      ? .readWhatIf(ids, generation: generation) : .readPlans(ids, generation: generation)
  }

  /// Why Yes cannot be said now; nil when it can.
  func obstacle(_ keys: KeyBindings) -> String? {
    let no = keys.planLabel("no")
    guard details != nil else { return "The plans are still being read." }
    if isReading { return "There is nothing to answer: \(no) closes the plan." }
    if ready.isEmpty { return "Nothing here can be decided. \(no) goes back." }
    if subject == .decision(.denied) && reason.value.allSatisfy(\.isWhitespace) {
      let key = keys.planLabel("reason")
      return "A denial needs a reason: press \(key) and write one that the requester can act on."
    }
    return nil
  }
}
