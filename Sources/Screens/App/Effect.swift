import Foundation
import Governance
import Terminal

/// What `update` wants from the world outside; whoever runs it answers with an `Event`.
///
/// Effects run elsewhere and never hold up a key. A read carries a generation: a read of the same
/// kind with a higher generation supersedes it, and only the newest needs an answer.
public enum Effect: Hashable, Sendable {
  /// Answer: `queueRead`, or `limitRefused`.
  ///
  /// When the list holds `following` outside `rows`, the answer is a stretch of as many rows
  /// around it instead, so that rows which arrive by a sync never move the cursor's request.
  case readQueue(QueueQuery, rows: Range<Int>, following: RequestID?, generation: Int)
  /// How many requests each folder holds, without any limit but its own. Answer: `folderCountsRead`.
  case readFolderCounts([SavedFolder])
  /// All ids of a list, to tell which tags a limit hides. Answer: `queueIDsRead`.
  case readQueueIDs(QueueQuery, generation: Int)
  /// The ids in the query's list that the pattern keeps too; the pattern is in the same language
  /// as a limit. Answer: `matchesRead`, or `limitRefused`.
  case readMatches(QueueQuery, pattern: String, generation: Int)
  /// The ids of the stretch of the query's list from one request to another. Answer: `matchesRead`.
  case readStretch(QueueQuery, from: RequestID, to: RequestID, generation: Int)
  /// The ids of the request's group in the query's list. Answer: `matchesRead`.
  case readGroup(QueueQuery, of: RequestID, generation: Int)
  /// Values of an attribute that limits may name, for completion. Answer: `limitValuesRead`.
  case readLimitValues(String, ofPeople: Bool, text: String)
  /// Only the latest needs an answer. Answer: `detailRead`.
  case readDetail(RequestID)
  /// The plans to show before a decision, as they are now. Answer: `plansRead`.
  case readPlans([RequestID], generation: Int)
  /// The same, each judged as if the others were approved too. Answer: `plansRead`.
  case readWhatIf([RequestID], generation: Int)
  /// Answer: `peopleRead`, or `searchRefused`.
  case readPeople(
    search: String, order: ListOrder<PeopleColumn> = ListOrder(), rows: Range<Int>,
    generation: Int)
  /// Only the latest needs an answer. Answer: `profileRead`.
  case readProfile(IdentityKey)
  /// The person as they were at a moment. Only the latest needs an answer. Answer: `pastRead`.
  case readPast(PersonReference, at: Date)
  /// Order: as asked for, else newest first. Answer: `activityRead`.
  case readActivity(
    order: ListOrder<ActivityColumn> = ListOrder(), rows: Range<Int>, generation: Int)
  /// Order: as asked for, else newest first. Answer: `auditRead`.
  case readAudit(order: ListOrder<AuditColumn> = ListOrder(), rows: Range<Int>, generation: Int)
  /// Order: as asked for, else by kind. Answer: `findingsRead`.
  case readFindings(
    order: ListOrder<FindingColumn> = ListOrder(), rows: Range<Int>, generation: Int)
  /// Answer: `auditVerified`.
  case verifyAudit
  /// The calls of this run. Order: newest first. Answer: `callsRead`.
  case readCalls(rows: Range<Int>, generation: Int)
  /// Answer: `serversRead`.
  case readServers
  /// Suggestions for the request form. Answer: `beneficiariesFound`.
  case findBeneficiaries(search: String, generation: Int)
  /// Suggestions for the request form. Answer: `entitlementsFound`.
  case findEntitlements(search: String, generation: Int)

  /// Follows a confirmation, always. Answer: `decided`.
  case decide(DecisionBatch)
  /// Offers, asks, answers or lends. Follows a prompt, always. Answer: `conversed`, or `failed`.
  case converse(Conversation)
  /// Answer: `submitted`, or `failed`.
  case submit(RequestDraft)
  /// Takes back a pending request that the operator asked for. Follows a confirmation, always.
  /// Answer: `withdrawn`, or `failed`.
  case withdraw(RequestID)
  /// Sends a failed action again. Answer: `dataChanged`, or `failed`.
  case retry(action: Int64)
  /// Records that a person did by hand what no server can do. Follows a prompt for how, always.
  /// Answer: `manualRecorded`, or `failed`.
  case recordManual(action: Int64, note: String)
  /// Records the operator's word on whose an account is. Follows prompts for all of it, always.
  /// Answer: `linked`, or `failed`.
  case link(LinkWish)
  /// Records what the operator says about what a server shows otherwise than it was decided.
  /// Follows a prompt, always. Answer: `conversed`, or `failed`.
  case say(DriftWord, about: Drift)
  /// Starts a sync of one server, or of all; its progress comes by `serversRead`.
  case sync(server: String?)
  /// Stops a sync of this program; what was read stays. Answer: `syncStopped`, where there is one.
  case stopSync(server: String)

  /// Writes down the recorded macros, by name, for the next run. Answer: none, or `failed`.
  case keepMacros([String: [Key]])

  /// Looks at a server before it is added: at its text, and at the server itself where `asksServer`.
  /// Answer: `serverTested`.
  case testServer(ServerDraft, asksServer: Bool, generation: Int)
  /// Writes a server into the configuration. Answer: `serverAdded`, or `failed`.
  case addServer(ServerDraft)
  /// Reads the configuration again and opens the screens anew; a sync of the added server follows.
  case reopen(added: String)

  /// Answer: `themesRead`.
  case readThemes
  /// Draws with a theme from now on; nil is the configured one. Answer: none, or `failed`.
  case useTheme(String?)

  /// Opens the operator's editor on a text. Answer: `edited`, or `failed`.
  case edit(String)
  /// Runs a program on the terminal and gives it the selection as JSON, a line each. Answer: none, or
  /// `failed`.
  case pipe(Selection, program: [String])
  /// Puts a harmless text on the clipboard. Answer: none, or `failed`.
  case copy(String)

  /// Writes down how the queue is shown, for the next run. Answer: none, or `failed`.
  case keepViews(ViewSettings)

  /// Gives the terminal back and stops the process, as Ctrl-Z does elsewhere.
  case suspend
  /// Draws the whole screen anew, as if nothing was known of what the terminal shows.
  case redraw
  case quit
}

/// Which requests a list holds, and in which order.
public struct QueueQuery: Hashable, Sendable {
  public var folder: QueueFolder
  /// What holds besides the limit: a saved folder's own; empty for the whole folder.
  public var base: String
  /// A filter in the SCIM grammar, or bare words; empty for all.
  public var limit: String
  public var order: QueueSort

  public init(
    folder: QueueFolder, base: String = "", limit: String = "", order: QueueSort = .due
  ) {
    self.folder = folder
    self.base = base
    self.limit = limit
    self.order = order
  }
}

/// One decision for one or many requests, each bound to the plan that the operator was shown.
public struct DecisionBatch: Hashable, Sendable {
  public struct Item: Hashable, Sendable {
    public var request: RequestID
    public var planDigest: String
    /// Its own reason; nil for that of the batch.
    public var comment: String?

    public init(request: RequestID, planDigest: String, comment: String? = nil) {
      self.request = request
      self.planDigest = planDigest
      self.comment = comment
    }
  }

  public var outcome: DecisionOutcome
  public var comment: String
  public var items: [Item]

  public init(outcome: DecisionOutcome, comment: String, items: [Item]) {
    self.outcome = outcome
    self.comment = comment
    self.items = items
  }
}
