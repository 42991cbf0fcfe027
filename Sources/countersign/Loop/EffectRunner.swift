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
  private let operators: CurrentOperator
  private let mailbox: Mailbox<Event>
  private let exchange: Exchange
  private let reads: ReadQueue
  private let trial: ServerTrial
  private let writeCount = Mutex(0)
  private let waker: Waker
  let themes: ThemeSource
  // Decisions follow each other in the order of the keys.
  private let writes = DispatchQueue(label: "countersign.writes", qos: .userInitiated)

  init(session: Session, operator: Operator, mailbox: Mailbox<Event>, waker: Waker) {
    let calls = CallLog(
      servers: session.configuration.configuredServers,
      onCall: { mailbox.post(.callMade) })
    let session = session.logging(to: calls)
    self.session = session
    self.waker = waker
    self.mailbox = mailbox
    let themes = ThemeSource(session: session)
    self.themes = themes
    trial = ServerTrial(session: session, post: { mailbox.post($0) })
    let exchange = Exchange(
      session: session, wakeLoop: { waker.wake() }, post: { mailbox.post($0) })
    self.exchange = exchange
    let operators = CurrentOperator(`operator`, session: session)
    self.operators = operators
    let reading = Reading(
      store: session.store, desk: session.desk, operators: operators,
      roles: session.policy.roles, servers: session.configuration.configuredServers,
      keys: session.keys)
    self.reading = reading
    let clock = session.invocation.now
    let perform: @Sendable (Effect) -> Void = { effect in
      // Asked after every change of the data: the moment to look who the operator is.
      if case .readServers = effect { Self.recognise(operators, mailbox) }
      if case .readCalls(let rows, let generation) = effect {
        mailbox.post(calls.answer(rows, generation))
        return
      }
      if case .readThemes = effect {
        mailbox.post(themes.answer())
        return
      }
      guard let answer = reading.answer(to: effect, now: clock()) else { return }
      mailbox.post(exchange.marking(answer))
    }
    reads = ReadQueue(onIdle: { waker.wake() }, perform: perform)
  }

  /// Reads on the calling thread; nil for an effect that is not a read.
  func answer(_ effect: Effect) -> Event? { reading.answer(to: effect, now: session.now) }

  /// Starts what is not needed for the first frame.
  func begin() { reads.afterwards { [exchange] in exchange.begin() } }

  /// When the loop should call ``wake(at:)`` at the latest; nil for never.
  var wakeDate: Date? { exchange.wakeDate }

  func wake(at now: Date) { exchange.wake(at: now) }

  /// Waits until what the operator decided is in the database: a key that was pressed before the
  /// end counts. It is sent now or by the next run.
  func finish() { writes.sync {} }

  /// All that was asked for is done and answered.
  var isIdle: Bool {
    reads.isIdle && exchange.isIdle && trial.isIdle && writeCount.withLock { $0 == 0 }
  }

  func perform(_ effect: Effect) {
    switch effect {
    case .decide(let batch): write { try $0.decide(batch) }
    case .submit(let draft): write { try $0.submit(draft) }
    case .withdraw(let id): write { try $0.withdraw(id) }
    case .recordManual(let action, let note):
      write { try $0.recordManual(action, note: note) }
    case .link(let wish): write { try $0.link(wish) }
    case .say(let word, let drift): write { try $0.say(word, about: drift) }
    case .converse(let conversation): write { try $0.converse(conversation) }
    case .retry(let action): write { try $0.retry(action) }
    case .keepMacros(let macros):
      write {
        try MacroFile(path: $0.session.places.macros).write(macros)
        return []
      }
    case .testServer(let draft, let asksServer, let generation):
      trial.look(at: draft, asksServer: asksServer, generation: generation)
    case .addServer(let draft):
      write { [.serverAdded(try ServerTrial.add(draft, to: $0.session))] }
    case .keepViews(let views):
      write {
        try ViewFile(path: $0.session.places.views).write(views)
        return []
      }
    case .sync(let server):
      do { try session.allow(.sync, for: operators.value) } catch {
        return mailbox.post(.failed(Problem(Failure(any: error))))
      }
      exchange.sync(server: server)
    case .stopSync(let server): exchange.stopSync(server)
    case .suspend, .redraw, .quit, .reopen, .useTheme, .edit, .pipe, .copy: break
    default: reads.add(effect)
    }
  }

  /// Does what needs the terminal, on the thread that has it.
  func runOutside(_ effect: Effect) -> Event? {
    let work = OutsideWork(session: session)
    do {
      switch effect {
      case .edit(let text): return .edited(try work.edit(text))
      case .pipe(let selection, let words): try work.pipe(selection, to: words)
      default: break
      }
      return nil
    } catch { return .failed(Problem(Failure(any: error))) }
  }

  /// In tmux its own command reaches the clipboard whatever tmux lets programs send. Returns: false
  /// outside of it.
  func copyToMultiplexer(_ text: String) -> Bool {
    guard session.invocation.environment["TMUX"]?.isEmpty == false else { return false }
    write {
      try OutsideWork(session: $0.session).copyToTmux(text)
      return []
    }
    return true
  }

  var notification: Notification { session.configuration.notification }

  private static func recognise(_ operators: CurrentOperator, _ mailbox: Mailbox<Event>) {
    do throws(StoreError) {
      if let changed = try operators.refresh() { mailbox.post(.operatorRecognised(changed)) }
    } catch {
      // The read that follows meets the same database, and says so.
    }
  }

  private func write(_ body: @escaping @Sendable (Writing) throws -> [Event]) {
    writeCount.withLock { $0 += 1 }
    writes.async { [self] in
      defer {
        writeCount.withLock { $0 -= 1 }
        waker.wake()
      }
      do {
        Self.recognise(operators, mailbox)
        let writing = Writing(session: session, operator: operators.value)
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
