import FlyingSocks

/// A body that is written while it is sent.
struct PiecewiseBody: AsyncBufferedSequence {
  typealias Element = UInt8

  let writer: ResourceWriter

  func makeAsyncIterator() -> Iterator { Iterator(writer: writer) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var writer: ResourceWriter
    var rest: ArraySlice<UInt8> = []

    mutating func next() async throws -> UInt8? {
      if rest.isEmpty { rest = (writer.next() ?? [])[...] }
      return rest.popFirst()
    }

    mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
      guard rest.isEmpty else {
        defer { rest = [] }
        return rest
      }
      return writer.next().map { $0[...] }
    }
  }
}
