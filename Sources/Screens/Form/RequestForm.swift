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
}
