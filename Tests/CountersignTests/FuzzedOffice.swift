import Foundation
import Fuzzing
import Governance
import Screens
import Terminal

@testable import countersign

/// The whole program without its terminal, on the sample organisation: what the screens want is done
/// at once, so that the same keys always meet the same world.
final class FuzzedOffice {
  private let office: Office
  /// The state directory after a sync; every round starts from a copy.
  private let synced: String
  private var roundCount = 0
  private(set) var session: Session
  private var operators: CurrentOperator

  init() async throws {
    office = try Office(people: 40)
    await office.run("sync")
    synced = office.places.state
    (session, operators) = try Self.open(office, state: synced)
  }

  /// Forgets all that was decided.
  func startOver() throws {
    let old = session.places.state
    roundCount += 1
    let state = "\(synced)-\(roundCount)"
    try FileManager.default.copyItem(atPath: synced, toPath: state)
    (session, operators) = try Self.open(office, state: state)
    if old != synced { try FileManager.default.removeItem(atPath: old) }
  }

  private static func open(_ office: Office, state: String) throws -> (Session, CurrentOperator) {
    let options = try GlobalOptions.parse([
      "--config", office.places.configuration, "--state", state,
    ])
    let session = try Session.open(options, in: office.invocation(RecordingConsole()))
    return (session, CurrentOperator(try session.operator(), session: session))
  }

  /// The screens as they open.
  func firstState(_ size: Size) -> AppState {
    var state = AppState(
      operator: operators.value, now: session.now, timeZone: .gmt, size: size)
    FuzzRules.shortenMacros(&state)
    return state
  }

  func pass(seconds: Double) { office.pass(seconds: seconds) }

  /// Syncs a server and sends what is due.
  func exchange() async throws {
    let work = ServerWork(session: session)
    if let first = work.names.first { _ = await work.sync(first) }
    _ = await work.dispatch(work.names)
    try work.settle()
  }

  /// What the world says to an effect. Order: as it would come.
  func answers(to effect: Effect) -> [Event] {
    let reading = Reading(
      store: session.store, desk: session.desk, operators: operators, roles: [],
      servers: session.configuration.configuredServers, keys: session.keys)
    if let answer = reading.answer(to: effect, now: session.now) { return [answer] }
    do {
      return try written(effect)
    } catch { return [.failed(Problem(Failure(any: error)))] }
  }

  private func written(_ effect: Effect) throws -> [Event] {
    let writing = Writing(session: session, operator: operators.value)
    return switch effect {
    case .decide(let batch): try writing.decide(batch) + [.dataChanged]
    case .submit(let draft): try writing.submit(draft) + [.dataChanged]
    case .withdraw(let id): try writing.withdraw(id) + [.dataChanged]
    case .recordManual(let action, let note): try writing.recordManual(action, note: note)
    case .link(let wish): try writing.link(wish)
    case .say(let word, let drift): try writing.say(word, about: drift)
    case .retry(let action): try writing.retry(action)
    case .edit(let text): [.edited("\(text.prefix(200))\n\n second line\u{1b} \n")]
    default: []
    }
  }
}
