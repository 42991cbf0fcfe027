import Synchronization

/// What the first readings of this process know by heart; the database has the same.
final class TailMemory: Sendable {
  private let memory = Mutex<MirrorTail.Memory?>(nil)

  /// Takes it out, so that a transaction that fails leaves nothing behind.
  func take() -> MirrorTail.Memory? {
    memory.withLock { memory in
      defer { memory = nil }
      return memory
    }
  }

  func put(_ new: MirrorTail.Memory) { memory.withLock { $0 = new } }
}
