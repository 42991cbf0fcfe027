import Foundation
import Glibc
import Screens
import Terminal

/// Owns the terminal and the state: waits for keys, signals, answers and other processes' commits
/// at once, applies all that came, and draws once. Nothing wakes it when nothing happens.
struct EventLoop {
  private let display: any Display
  private let waker: Waker
  private let mailbox: Mailbox<Event>
  private let runner: EffectRunner
  private let watch: FileWatch?
  private let now: @Sendable () -> Date
  private var state: AppState
  private var title = ""
  private let notification: Notification
  /// What the operator knows of.
  private var told: Attention?
  /// nil for the configured one.
  private var shownTheme: String?
  /// nil while the theme is no file.
  private var themeWatch: FileWatch?
  private var hasEnded = false
  /// The signal that ended it; nil while it runs, and when the operator quits.
  private(set) var endSignal: Int32?
  /// The server after whose addition everything is read anew; nil when it just ended.
  private(set) var addedServer: String?
  private var changes = ChangePacing()

  init(
    state: AppState, display: any Display, waker: Waker, mailbox: Mailbox<Event>,
    runner: EffectRunner, watch: FileWatch?, now: @escaping @Sendable () -> Date
  ) {
    self.state = state
    self.display = display
    self.waker = waker
    self.mailbox = mailbox
    self.runner = runner
    notification = runner.notification
    self.watch = watch
    self.now = now
  }

  /// Returns when the operator quits or a signal ends the program.
  mutating func run() {
    openFirstScreen()
    while !hasEnded {
      if display.wantsIdle, isIdle {
        apply([.rested])
        display.becameIdle()
      }
      wait()
      let events = gather()
      guard !events.isEmpty else { continue }
      apply([.timePassed(to: now())] + events)
      if !hasEnded { draw() }
    }
    runner.finish()
  }

  /// The first rows are read here and now: the first frame is not an empty one.
  private mutating func openFirstScreen() {
    var events: [Event] = [.started]
    var later: [Effect] = []
    while !events.isEmpty {
      for effect in update(&state, events.removeFirst()) {
        if case .readQueue = effect, let answer = runner.answer(effect) {
          events.append(answer)
        } else {
          later.append(effect)
        }
      }
    }
    draw()
    for effect in later { perform(effect) }
    runner.begin()
    themeWatch = runner.themes.watch(nil)
  }

  private mutating func apply(_ events: [Event]) {
    for event in events {
      for effect in update(&state, event) { perform(effect) }
      if hasEnded { return }
    }
  }

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .quit: hasEnded = true
    case .reopen(let added):
      addedServer = added
      hasEnded = true
    case .redraw: display.invalidate()
    case .suspend: apply(display.suspend().compactMap { event($0) })
    case .edit, .pipe:
      let answer = display.outside { runner.runOutside(effect) }
      apply([.resized(display.size)] + (answer.map { [$0] } ?? []))
    case .useTheme(let name): useTheme(name)
    case .copy(let text):
      if !runner.copyToMultiplexer(text), !display.copy(text) {
        apply([.failed(.noClipboard(pipe: state.keyLabel("pipe")))])
      }
    default: runner.perform(effect)
    }
  }

  // MARK: The theme

  private mutating func useTheme(_ name: String?) {
    do {
      display.use(try runner.themes.choice(name))
      shownTheme = name
      themeWatch = runner.themes.watch(name)
    } catch { apply([.failed(Problem(Failure(any: error)))]) }
  }

  private mutating func draw() {
    display.draw(render(state, size: display.size))
    tellNews()
    guard state.title != title else { return }
    title = state.title
    display.setTitle(title)
  }

  /// Once for all that grew since the last frame.
  private mutating func tellNews() {
    guard let attention = state.attention, attention != told else { return }
    if let told, let news = attention.news(since: told), let bytes = notification.sequence(news) {
      display.notify(bytes)
    }
    told = attention
  }

  // MARK: Waiting

  private func wait() {
    var entries = sources
    poll(&entries, nfds_t(entries.count), waitMilliseconds)
  }

  /// Order matters: what is done has posted its answer before.
  private var isIdle: Bool {
    guard runner.isIdle, mailbox.isEmpty, changes.waitMilliseconds(at: .now) == -1 else {
      return false
    }
    var entries = sources
    return poll(&entries, nfds_t(entries.count), 0) == 0
  }

  private var sources: [pollfd] {
    let descriptors =
      display.descriptors + [waker.reading.number]
      + [watch, themeWatch].compactMap { $0?.descriptor.number }
    return descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  }

  /// -1 for ever: nothing is due.
  private var waitMilliseconds: Int32 {
    let seconds = runner.wakeDate.map { min(max(0, $0.timeIntervalSince(now())), 86400) }
    let waits = [
      seconds.map { Int32($0 * 1000) + 1 } ?? -1, changes.waitMilliseconds(at: .now),
      display.waitMilliseconds,
    ]
    return waits.filter { $0 >= 0 }.min() ?? -1
  }

  private mutating func gather() -> [Event] {
    waker.reading.drain()
    var events = display.readEvents().compactMap { event($0) }
    events += mailbox.takeAll()
    if watch?.hasChanged() ?? false { changes.note(at: .now) }
    if themeWatch?.hasChanged() ?? false {
      useTheme(shownTheme)
      events.append(.timePassed(to: now()))
    }
    if changes.take(at: .now) { events.append(.dataChanged) }
    runner.wake(at: now())
    return events
  }

  private mutating func event(_ event: TerminalEvent) -> Event? {
    switch event {
    case .key(let key): return .key(key)
    case .mouse(let action): return .mouse(action)
    case .resized(let size): return .resized(size)
    // Other colours, the same cells: drawing is enough.
    case .background: return .timePassed(to: now())
    case .terminated(let signal):
      hasEnded = true
      endSignal = signal
      return nil
    }
  }
}

/// Tells of commits at once, and of a burst of them ten times a second.
struct ChangePacing {
  private static let pause = Duration.milliseconds(100)
  private var last: ContinuousClock.Instant?
  /// When to tell next; nil when there is nothing to tell.
  private var due: ContinuousClock.Instant?

  mutating func note(at now: ContinuousClock.Instant) {
    due = due ?? last.map { max(now, $0 + Self.pause) } ?? now
  }

  /// How long to wait before there is something to tell; -1 for ever.
  func waitMilliseconds(at now: ContinuousClock.Instant) -> Int32 {
    due.map { $0 <= now ? 0 : Int32((($0 - now) / .milliseconds(1)).rounded(.up)) } ?? -1
  }

  /// True when it is time to tell.
  mutating func take(at now: ContinuousClock.Instant) -> Bool {
    guard let due, due <= now else { return false }
    self.due = nil
    last = now
    return true
  }
}
