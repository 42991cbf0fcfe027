import Foundation
import Governance
import Terminal

/// What happened: a key, or an answer to an `Effect`.
public enum Event: Hashable, Sendable {
  /// The first event; its effects fill the first screen.
  case started
  case key(Key)
  case mouse(MouseAction)
  case resized(Size)
  /// Sent before a key or an answer, never by a clock alone: an idle screen paints nothing.
  case timePassed(to: Date)
  /// All that was asked for is done and on the screen: what is typed from now on was typed after
  /// looking at it. Sent where keys come from a script; people pause.
  case rested
  /// Something committed to the database: the sync, the dispatcher, another process.
  case dataChanged
  /// The servers know the operator by now, or know them as somebody else.
  case operatorRecognised(Operator)

  case queueRead(Window<QueueEntry>, generation: Int)
  /// The limit of `readQueue`, or the pattern of `readMatches`, does not parse.
  case limitRefused(LimitMistake, generation: Int)
  /// The saved folders' by their names; one whose limit is wrong is left out.
  case folderCountsRead([QueueFolder: Int], saved: [String: Int])
  case queueIDsRead([RequestID], generation: Int)
  case matchesRead([RequestID], generation: Int)
  /// Names the question that it answers.
  case limitValuesRead([String], of: String, ofPeople: Bool, text: String)
  /// nil when there is no such request any more.
  case detailRead(RequestID, RequestDetail?)
  case plansRead([RequestDetail], generation: Int)
  case peopleRead(Window<PersonRow>, generation: Int)
  /// The search is a filter that does not parse.
  case searchRefused(LimitMistake, generation: Int)
  /// nil when no server knows the person any more.
  case profileRead(IdentityKey, Profile?)
  case pastRead(IdentityKey, at: Date, Result<Profile, HistoryRefusal>)
  case activityRead(Window<Action>, generation: Int)
  case auditRead(Window<AuditRecord>, names: AuditNames, generation: Int)
  case auditVerified(AuditReport)
  case findingsRead(Window<Finding>, generation: Int)
  case serversRead([ServerState])
  /// The operator stopped it.
  case syncStopped(server: String)
  case beneficiariesFound([PersonRow], generation: Int)
  case entitlementsFound([Entitlement], generation: Int)

  case decided([DecisionReport])
  /// What came of it, for the message line.
  case conversed(String)
  case submitted(RequestID)
  case withdrawn(RequestID)
  case manualRecorded
  case callsRead(Window<CallRecord>, generation: Int)
  /// The themes that there are, and the one in the configuration.
  case themesRead([String], configured: String)
  /// A call to a server has ended.
  case callMade
  case serverTested(ServerTest, generation: Int)
  case serverAdded(String)
  /// What the editor left of the text.
  case edited(String)
  /// Whose the account is now. Shape: `chat:zed is the account of Ada Okafor.`
  case linked(String)
  /// An effect could not be carried out.
  case failed(Problem)
}

/// What the records of a window are called.
public struct AuditNames: Hashable, Sendable {
  /// What the records' subjects are called, by subject; an id that nobody knows is left out.
  public var subjects: [String: String]
  /// Who signed, by the record's number; one without a signature is left out.
  public var signers: [Int64: String]

  public init(subjects: [String: String] = [:], signers: [Int64: String] = [:]) {
    self.subjects = subjects
    self.signers = signers
  }
}

/// Where a limit goes wrong, and how.
public struct LimitMistake: Hashable, Sendable {
  /// Units: characters from the start of the limit's text.
  public var offset: Int
  public var sentence: String

  public init(offset: Int, sentence: String) {
    self.offset = offset
    self.sentence = sentence
  }
}

/// How one decision of a batch ended.
public struct DecisionReport: Hashable, Sendable {
  public var request: RequestID
  /// nil when it was recorded.
  public var refusal: DecisionRefusal?
  /// The steps that others must pass before it takes effect; empty once it is decided.
  public var waitsFor: [String]

  public init(request: RequestID, refusal: DecisionRefusal?, waitsFor: [String] = []) {
    self.request = request
    self.refusal = refusal
    self.waitsFor = waitsFor
  }
}

/// Something that went wrong outside, as the message line shows it.
public struct Problem: Hashable, Sendable {
  /// Stable, for looking it up. Shape: `store.full`.
  public var code: String
  public var sentence: String
  /// What to do about it; empty when there is nothing.
  public var advice: String

  public init(code: String, sentence: String, advice: String = "") {
    self.code = code
    self.sentence = sentence
    self.advice = advice
  }
}
