import Foundation
import Synchronization

@testable import countersign

/// A console that remembers what was written and answers what the test gave it.
final class RecordingConsole: Console, Sendable {
  private struct State {
    var output: [String] = []
    var errors: [String] = []
    var questions: [String] = []
    var answers: [String] = []
  }

  private let state: Mutex<State>
  private let input: [UInt8]
  let isInputTerminal: Bool
  let isOutputTerminal = false
  let isErrorTerminal = false
  let columns: Int?

  /// Without answers, the input is no terminal and a question fails the test.
  init(answers: [String]? = nil, input: String = "", columns: Int? = nil) {
    state = Mutex(State(answers: answers ?? []))
    isInputTerminal = answers != nil
    self.input = Array(input.utf8)
    self.columns = columns
  }

  var output: [String] { state.withLock(\.output) }
  var errors: [String] { state.withLock(\.errors) }
  var questions: [String] { state.withLock(\.questions) }

  func line(_ text: String) { state.withLock { $0.output.append(text) } }
  func errorLine(_ text: String) { state.withLock { $0.errors.append(text) } }
  func progress(_ text: String) {}
  func readInput() -> [UInt8] { input }

  func ask(_ question: String) -> String? {
    state.withLock { state in
      state.questions.append(question)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
  }
}
