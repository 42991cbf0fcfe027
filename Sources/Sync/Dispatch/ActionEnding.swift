import Foundation
import Governance
import Store

/// How one look at an action ends: what is recorded of it.
struct ActionEnding: Sendable {
  var status: ActionStatus
  var answer: ServerAnswer?
  var advice: String?
  var createdID: String?
  /// How long to wait before the next try. Units: seconds.
  var delaySeconds: Double?
  /// The whole server is out of reach: the run ends after this action.
  var problem: SyncError?
  /// What the operator should know, although it keeps nothing else back.
  var remark: SyncError?
  /// It may be in effect all the same.
  var isInDoubt = false
  /// What sending taught about the server.
  var learned: [WriteHabit] = []

  static func conflicted(_ sentence: String, _ answer: ServerAnswer? = nil) -> ActionEnding {
    ActionEnding(
      status: .conflicted, answer: answer ?? ServerAnswer(status: 0, text: sentence),
      advice: answer == nil
        ? "Nothing was sent. Make a new request if the change is still wanted."
        : "\(sentence) Make a new request if the change is still wanted.")
  }

  /// It stays as it was, untouched: by the server's clock, what it ends has not ended yet.
  static func tooEarly(_ remark: SyncError) -> ActionEnding {
    ActionEnding(status: .sending, delaySeconds: 0, remark: remark)
  }

  /// It waits for the operator's word, and nothing was sent.
  static func held(_ reason: SyncError) -> ActionEnding {
    ActionEnding(
      status: .failed, answer: ServerAnswer(status: 0, text: reason.sentence),
      advice: reason.advice)
  }

  /// - Parameter attempts: how often it was sent, this time included.
  static func refused(_ error: SyncError, attempts: Int) -> ActionEnding {
    let answer = ServerAnswer(
      status: error.status, text: error.serverText.isEmpty ? error.sentence : error.serverText)
    let isPatient = error.isRetryable && (attempts < mostAttempts || error.isNoVerdict)
    return ActionEnding(
      status: isPatient ? .waiting : .failed, answer: answer, advice: error.advice,
      delaySeconds: isPatient
        ? RetrySchedule.delaySeconds(attempts: attempts, asked: error.askedDelaySeconds) : nil,
      problem: error.concernsWholeServer ? error : nil)
  }

  // A server that fails this often at one call fails at it, and a person should know.
  private static let mostAttempts = 8
}

extension SyncError {
  /// True when the error says nothing about the call: it never got a hearing.
  fileprivate var isNoVerdict: Bool { concernsWholeServer || code == .throttled }
}
