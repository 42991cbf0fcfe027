import Dispatch
import Synchronization

/// Runs tasks without waking an idle process.
///
/// The pool that Swift's tasks run on by default counts its threads once a second for as long as
/// the process lives; the threads of serial queues are not counted, and end when nothing is left.
/// Pass it as `executorPreference` of a task that has no parent: its children inherit it.
public final class QuietExecutor: TaskExecutor {
  public static let shared = QuietExecutor()

  // Jobs never block, so few threads are enough for any number of servers.
  private static let width = 4

  private let queues = (0..<width).map { DispatchQueue(label: "countersign.tasks.\($0)") }
  private let turn = Atomic(0)

  private init() {}

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedTaskExecutor()
    next.async { job.runSynchronously(on: executor) }
  }

  /// Calls `body` after a while. Units: seconds.
  func call(after seconds: Double, _ body: @escaping @Sendable () -> Void) {
    next.asyncAfter(deadline: .now() + seconds, execute: body)
  }

  private var next: DispatchQueue {
    let turn = UInt(bitPattern: turn.wrappingAdd(1, ordering: .relaxed).oldValue)
    return queues[Int(turn % UInt(Self.width))]
  }
}
