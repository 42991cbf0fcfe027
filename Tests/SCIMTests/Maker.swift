import SCIM

/// SplitMix64: the same sequence on every machine for one seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Makes filters and JSON of every shape.
struct Maker {
  var generator: SeededGenerator

  private static let names = ["a", "userName", "not", "or", "and", "pr", "eq", "x-1_y", "$ref"]
  private static let texts = ["", "a", "\"", "\\", "\u{1}", "é", "👩‍💻", "] ) and", "a\nb", "\u{7F}"]
  private static let numbers = ["0", "-0", "1.50", "-1e-7", "2E+30", "12345678901234567890"]

  mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &generator)]
  }

  mutating func path() -> AttributePath {
    let schema = pick([nil, nil, "urn:x:y", SchemaURN.enterpriseUser])
    return AttributePath(schema: schema, pick(Self.names), pick([nil, pick(Self.names)]))
  }

  mutating func scalar() -> JSON {
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: .null
    case 1: .bool(Bool.random(using: &generator))
    case 2: .number(JSONNumber(pick(Self.numbers)) ?? JSONNumber(0))
    default: .string(pick(Self.texts) + pick(Self.texts))
    }
  }

  mutating func filter(depth: Int, isInBrackets: Bool = false) -> Filter {
    let kinds = depth == 0 ? 2 : (isInBrackets ? 5 : 6)
    switch Int.random(in: 0..<kinds, using: &generator) {
    case 0: return .present(path())
    case 1: return .compare(path(), pick(Filter.Operator.allCases), scalar())
    case 2: return .not(filter(depth: depth - 1, isInBrackets: isInBrackets))
    case 3:
      return .and(
        filter(depth: depth - 1, isInBrackets: isInBrackets),
        filter(depth: depth - 1, isInBrackets: isInBrackets))
    case 4:
      return .or(
        filter(depth: depth - 1, isInBrackets: isInBrackets),
        filter(depth: depth - 1, isInBrackets: isInBrackets))
    default: return .complex(path(), filter(depth: depth - 1, isInBrackets: true))
    }
  }

  mutating func json(depth: Int) -> JSON {
    guard depth > 0, Int.random(in: 0..<4, using: &generator) > 0 else { return scalar() }
    let count = Int.random(in: 0..<5, using: &generator)
    guard Bool.random(using: &generator) else {
      return .array((0..<count).map { _ in json(depth: depth - 1) })
    }
    var object = JSONObject()
    for index in 0..<count {
      object.append(pick(Self.names) + pick(Self.texts) + String(index), json(depth: depth - 1))
    }
    return .object(object)
  }

  /// Changes, drops, doubles or cuts a few bytes.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !result.isEmpty {
      let index = Int.random(in: 0..<result.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: result[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: result.remove(at: index)
      case 2: result.insert(result[index], at: index)
      case 3: result.removeSubrange(index...)
      case 4: result[index] = pick(Array("\"\\{}[]:,0-.eE\u{0}u ".utf8))
      default: result.insert(pick(Array("\"\\{}[]:,0-.eE\u{0}u ".utf8)), at: index)
      }
    }
    return result
  }
}
