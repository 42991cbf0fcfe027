/// A small generator whose numbers are the same on every machine and with every compiler.
///
/// The standard library promises no algorithm for `random(in:using:)`, so that an organisation drawn
/// with it could change with the toolchain.
struct SplitMix: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Starts the stream of one thing, independent of the streams of all others.
  init(seed: UInt64, stream: Stream, index: Int) {
    state = Self.mixed(seed, stream: stream, index: index)
  }

  /// Names what numbers are drawn for.
  enum Stream: UInt64, Sendable {
    case names = 1
    case person, standing, place, presence, signIn, disagreement, membership, role, licence, request
    case identifier, order, stranger, stamp, extra
  }

  /// One number for one thing, without a stream.
  static func mixed(_ seed: UInt64, stream: Stream, index: Int) -> UInt64 {
    scrambled(
      scrambled(seed &+ stream.rawValue &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(bitPattern: Int64(index))
    )
  }

  /// A number between 0 and 1 for one thing.
  static func share(_ seed: UInt64, stream: Stream, index: Int) -> Double {
    Double(mixed(seed, stream: stream, index: index) >> 11) * 0x1p-53
  }

  static func scrambled(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to, without, the bound; 0 when the bound is not positive.
  mutating func below(_ bound: Int) -> Int {
    bound <= 0 ? 0 : Int(next() % UInt64(bound))
  }

  mutating func chance(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }

  /// Any element. Throws nothing: the caller names a collection that has at least one.
  mutating func pick<Element>(_ elements: [Element], otherwise: Element) -> Element {
    elements.isEmpty ? otherwise : elements[below(elements.count)]
  }
}
