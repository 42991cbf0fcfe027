import Governance
import Terminal

/// A request that is being written.
struct RequestForm: Hashable, Sendable {
  enum Field: Int, Hashable, Sendable, CaseIterable {
    case beneficiary, operation, entitlement, duration, justification, submit
  }

  var focus = Field.beneficiary
  var beneficiarySearch = LineEditor()
  var beneficiary: PersonReference?
  /// Who was in view when it was opened, and put in.
  private var startedFor: PersonReference?
  var beneficiaries: [PersonRow] = []
  var operation = ItemOperation.grant
  var entitlementSearch = LineEditor()
  var entitlement: Entitlement?
  var entitlements: [Entitlement] = []
  var duration = LineEditor()
  var justification = LineEditor()
  /// The chosen suggestion of the field in focus.
  var choice = 0
  /// Of the newest search, either kind.
  var generation = 0
  /// The suggestions are those of the newest search.
  var isAnswered = true
  /// Said at the field that is wrong.
  var mistake: (field: Field, sentence: String)? {
    get { mistakeField.map { ($0, mistakeSentence) } }
    set {
      mistakeField = newValue?.field
      mistakeSentence = newValue?.sentence ?? ""
    }
  }
  private var mistakeField: Field?
  private var mistakeSentence = ""
  var isSubmitting = false

  init(generation: Int = 0) { self.generation = generation }

  /// Starts for somebody, unless something is being written already.
  mutating func start(for person: PersonReference?) {
    guard let person, beneficiary == nil, beneficiarySearch.isEmpty else { return }
    startedFor = person
    beneficiary = person
    beneficiarySearch = LineEditor(person.name)
    focus = .operation
  }

  /// Nothing in it is the operator's: at most the person in view was put in.
  var isUntouched: Bool {
    beneficiary == startedFor && beneficiarySearch.value == (startedFor?.name ?? "")
      && operation == .grant && entitlement == nil && entitlementSearch.isEmpty
      && duration.isEmpty && justification.isEmpty
  }

  /// What keeps the form from being submitted; the first field that does. nil when nothing does.
  var firstMistake: (field: Field, sentence: String)? {
    if beneficiary == nil {
      return (.beneficiary, "Choose whom it is for: type, then ⏎ takes the suggestion.")
    }
    if entitlement == nil {
      return (.entitlement, "Choose the access: type, then ⏎ takes the suggestion.")
    }
    if operation == .grant, !duration.isEmpty, ISODuration(human: duration.value) == nil {
      return (.duration, "Write a duration such as 7d, 2w or 8h, or nothing for no end.")
    }
    if justification.value.allSatisfy(\.isWhitespace) {
      return (.justification, "Say what it is needed for: the approver decides by it.")
    }
    return nil
  }

  /// The request as it is written; nil while there is a mistake in it.
  func draft(requester: PersonReference?) -> RequestDraft? {
    guard firstMistake == nil, let entitlement else { return nil }
    let duration = operation == .grant ? ISODuration(human: duration.value)?.iso : nil
    let item = RequestItem(
      id: "1", operation: operation, entitlement: entitlement.reference,
      display: entitlement.display, duration: duration)
    return RequestDraft(
      requester: requester, beneficiary: beneficiary, items: [item],
      justification: justification.value)
  }
}
