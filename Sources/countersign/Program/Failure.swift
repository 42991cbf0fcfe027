import Store
import Sync
import Terminal

/// Why the program did not do what was asked: a stable code, a sentence, and what to do next.
struct Failure: Error, Hashable, Sendable {
  var status: EndStatus
  /// Stable, for programs. Shape: `configuration.unknownKey`.
  var code: String
  var sentence: String
  /// What to do about it; empty when the sentence says it all.
  var advice: String

  init(_ status: EndStatus, code: String, _ sentence: String, advice: String = "") {
    self.status = status
    self.code = code
    self.sentence = sentence
    self.advice = advice
  }

  /// Shape: the sentence, then the advice.
  var text: String { advice.isEmpty ? sentence : "\(sentence) \(advice)" }
}

extension Failure {
  /// The screens were ended by a signal.
  init(signal: Int32) {
    self.init(
      EndStatus(signal: signal), code: "ended.signal", "Ended by signal \(signal).",
      advice: "What was decided is kept, and is sent by the next run.")
  }

  /// Any error of any module, as this program tells it.
  init(any error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as ConfigurationError: self = error.failure
    case let error as StoreError:
      let status: EndStatus =
        switch error.code {
        case .hiddenAttribute: .refused
        case .invalidLimit: .usage
        default: .store
        }
      self.init(status, code: error.code.rawValue, error.sentence, advice: error.advice)
    case let error as SyncError:
      let isHere = error.code == .store
      self.init(
        isHere ? .store : .server, code: "\(error.server).\(error.code.rawValue)",
        error.sentence, advice: error.advice)
    case let error as TerminalError:
      self.init(.terminal, code: error.code, error.sentence, advice: error.advice)
    default: self.init(.refused, code: "unexpected", "\(error)")
    }
  }
}
