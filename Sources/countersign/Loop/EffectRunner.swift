import Dispatch
import Foundation
import Governance
import Screens
import Store
import Sync
import Synchronization

/// Does what `update` wants, off the loop, and posts the answers.
final class EffectRunner: Sendable {
  private let session: Session
  private let reading: Reading
  private let mailbox: Mailbox<Event>
  private let exchange: Exchange
  private let reads: ReadQueue
  // Decisions follow each other in the order of the keys.
  private let writes = DispatchQueue(label: "countersign.writes", qos: .userInitiated)

  init(session: Session, operator: Operator, mailbox: Mailbox<Event>, waker: Waker) {
    self.session = session
    self.mailbox = mailbox
    let exchange = Exchange(
      session: session, wakeLoop: { waker.wake() }, post: { mailbox.post($0) })
    self.exchange = exchange
    let reading = Reading(
      store: session.store, desk: session.desk, operator: `operator`,
      servers: session.configuration.configuredServers)
    self.reading = reading
    let clock = session.invocation.now
    reads = ReadQueue { effect in
      guard let answer = reading.answer(to: effect, now: clock()) else { return }
      mailbox.post(exchange.marking(answer))
    }
  }

  /// Reads on the calling thread; nil for an effect that is not a read.
  func answer(_ effect: Effect) -> Event? { reading.answer(to: effect, now: session.now) }

  /// Starts what is not needed for the first frame.
  func begin() { exchange.begin() }

  /// When the loop should call ``wake(at:)`` at the latest; nil for never.
  var wakeDate: Date? { exchange.wakeDate }

  func wake(at now: Date) { exchange.wake(at: now) }

  func perform(_ effect: Effect) {
    switch effect {
    case .decide(let batch): write { try $0.decide(batch) }
    case .submit(let draft): write { try $0.submit(draft) }
    case .withdraw(let id): write { try $0.withdraw(id) }
    case .retry(let action): write { try $0.retry(action) }
    case .sync(let server): exchange.sync(server: server)
    case .suspend, .redraw, .quit: break
    default: reads.add(effect)
    }
  }

  private func write(_ body: @escaping @Sendable (Writing) throws -> [Event]) {
    let writing = Writing(session: session, operator: reading.operator)
    writes.async { [mailbox, exchange, session] in
      do {
        for event in try body(writing) { mailbox.post(event) }
      } catch {
        let failure = Failure(any: error)
        session.log.error("\(failure.text)", metadata: ["code": "\(failure.code)"])
        mailbox.post(.failed(Problem(failure)))
      }
      exchange.dispatchAll()
    }
  }
}
