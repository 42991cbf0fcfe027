import SCIM
import Testing

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
private struct Maker {
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

extension Filter {
  fileprivate static func isReadAlike(_ filter: Filter) -> Bool {
    do {
      return try Filter(parsing: filter.description) == filter
    } catch {
      return false
    }
  }
}

private func outcome(_ body: () throws(JSONError) -> Void) -> JSONError? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}

@Suite struct RandomTests {
  @Test(arguments: 0..<8 as Range<UInt64>)
  func readsTheFilterThatItPrints(seed: UInt64) throws {
    var maker = Maker(generator: SeededGenerator(seed: seed))
    for _ in 0..<100 {
      let filter = maker.filter(depth: 5)
      let text = filter.description
      #expect(try Filter(parsing: text) == filter, "\(text)")
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func readsThePatchPathThatItPrints(seed: UInt64) throws {
    var maker = Maker(generator: SeededGenerator(seed: seed))
    for _ in 0..<50 {
      let path = PatchPath(maker.path(), filter: maker.filter(depth: 3, isInBrackets: true))
      #expect(try PatchPath(parsing: path.description) == path, "\(path)")
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func readsTheJSONThatItPrints(seed: UInt64) throws {
    var maker = Maker(generator: SeededGenerator(seed: seed))
    for _ in 0..<100 {
      let json = maker.json(depth: 5)
      #expect(try JSON(parsing: json.bytes) == json)
      #expect(try JSON(parsing: json.bytes).bytes == json.bytes)
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func neverTripsOverAFilter(seed: UInt64) throws {
    var maker = Maker(generator: SeededGenerator(seed: seed))
    for _ in 0..<200 {
      let bytes = maker.mutated(Array(maker.filter(depth: 4).description.utf8))
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        let filter = try Filter(parsing: text)
        #expect(Filter.isReadAlike(filter))
        _ = filter.matches(maker.json(depth: 4))
      } catch {
        #expect((0...text.count).contains(error.offset))
      }
    }
  }

  /// The parser and the scanners refuse the same texts, for the same reason, at the same place.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func scannersAgreeWithTheParser(seed: UInt64) throws {
    var maker = Maker(generator: SeededGenerator(seed: seed))
    let names = Fixture.names.filter { !$0.contains("schema") }
    for _ in 0..<60 {
      let bytes = maker.mutated(try Fixture.bytes(maker.pick(names)))
      let parsed = outcome { () throws(JSONError) in _ = try JSON(parsing: bytes) }
      let whole = 0..<bytes.count
      let scanned = [
        outcome { () throws(JSONError) in _ = try PageScanner.scan(bytes) },
        outcome { () throws(JSONError) in _ = try ResourceScanner.user(bytes, whole) },
        outcome { () throws(JSONError) in _ = try ResourceScanner.group(bytes, whole) },
        outcome { () throws(JSONError) in _ = try ResourceScanner.header(bytes, whole) },
      ]
      for error in scanned {
        #expect(error?.problem == .wrongShape ? parsed == nil : error == parsed)
      }
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func patchNeverTrips(seed: UInt64) throws {
    var maker = Maker(generator: SeededGenerator(seed: seed))
    let user = try Fixture.json("rfc7643-8.3-enterprise-user")
    for name in Fixture.names("rfc7644-3.5.2") {
      for _ in 0..<20 {
        let bytes = maker.mutated(try Fixture.bytes(name))
        do {
          let request = try PatchRequest(JSON(parsing: bytes))
          let after = try request.apply(to: user, schemas: .user)
          #expect(after["id"] == user["id"])
        } catch let error as SCIMError {
          #expect(error.status == 400)
        } catch {
          #expect(error is JSONError)
        }
      }
    }
  }
}
