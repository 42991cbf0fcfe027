import SCIM
import Testing

/// Whatever bytes come: nothing traps, errors point into the text, what was read can be written and
/// read again, and two readers of one text see the same. `make sanitize` runs this with the address
/// sanitizer.
@Suite("Fuzzing")
struct FuzzTests {
  let run = FuzzRun.current

  // MARK: - JSON

  @Test func json() throws {
    let names = Fixture.names
    try run.forEachSeed { seed in
      var maker = Maker(generator: SeededGenerator(seed: seed))
      for bytes in [
        maker.noise(), maker.mutated(maker.json(depth: 6).bytes),
        maker.mutated(try Fixture.bytes(maker.pick(names))), maker.nest(),
      ] {
        checkJSON(bytes, seed)
        try checkScanners(bytes, seed)
      }
    }
  }

  private func checkJSON(_ bytes: [UInt8], _ seed: UInt64) {
    do throws(JSONError) {
      let json = try JSON(parsing: bytes)
      let written = json.bytes
      let again = try JSON(parsing: written)
      #expect(again == json && again.bytes == written, "\(FuzzRun.replay(seed))")
    } catch {
      #expect((0...bytes.count).contains(error.offset), "\(FuzzRun.replay(seed))")
    }
  }

  /// The scanners, on the whole text and on parts of it, agree with the tree on what is JSON.
  private func checkScanners(_ bytes: [UInt8], _ seed: UInt64) throws {
    let parsed = problem { () throws(JSONError) in _ = try JSON(parsing: bytes) }
    let whole = 0..<bytes.count
    let problems = [
      problem { () throws(JSONError) in _ = try PageScanner.scan(bytes) },
      problem { () throws(JSONError) in _ = try ResourceScanner.user(bytes, whole) },
      problem { () throws(JSONError) in _ = try ResourceScanner.group(bytes, whole) },
      problem { () throws(JSONError) in _ = try ResourceScanner.header(bytes, whole) },
    ]
    for found in problems {
      let agrees = found?.problem == .wrongShape ? parsed == nil : found == parsed
      #expect(agrees, "\(FuzzRun.replay(seed))")
    }
    var maker = Maker(generator: SeededGenerator(seed: ~seed))
    for _ in 0..<4 {
      let range = maker.range(within: bytes.count + 3)
      let found = problem { () throws(JSONError) in _ = try ResourceScanner.user(bytes, range) }
      if range.upperBound > bytes.count {
        #expect(found != nil, "\(FuzzRun.replay(seed))")
      } else if found == nil {
        #expect(throws: Never.self) { try JSON(parsing: bytes[range]) }
      }
    }
  }

  private func problem(_ body: () throws(JSONError) -> Void) -> JSONError? {
    do throws(JSONError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  /// A name that stands twice counts as its last, for every reader.
  @Test func namesThatStandTwice() throws {
    try run.forEachSeed { seed in
      var maker = Maker(generator: SeededGenerator(seed: seed))
      for fixture in ["rfc7643-8.3-enterprise-user", "rfc7643-8.4-group"] {
        let twice = maker.doubled(try Fixture.json(fixture))
        let (bytes, last) = (twice.bytes, twice.lastOfEach.bytes)
        #expect(
          try ResourceScanner.user(bytes, 0..<bytes.count)
            == ResourceScanner.user(last, 0..<last.count), "\(FuzzRun.replay(seed))")
        #expect(
          try ResourceScanner.group(bytes, 0..<bytes.count)
            == ResourceScanner.group(last, 0..<last.count), "\(FuzzRun.replay(seed))")
        let page: JSON = ["totalResults": 1, "Resources": [twice], "resources": [twice, twice]]
        #expect(try PageScanner.scan(page.bytes).resources.count == 2)
      }
    }
  }

  // MARK: - Filters and paths

  @Test func filters() {
    run.forEachSeed { seed in
      var maker = Maker(generator: SeededGenerator(seed: seed))
      let mutated = maker.mutated(Array(maker.filter(depth: 5).description.utf8))
      for bytes in [maker.noise(Maker.filterWords), mutated, maker.nest()] {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(FilterError) {
          let filter = try Filter(parsing: text)
          #expect(try Filter(parsing: filter.description) == filter, "\(FuzzRun.replay(seed))")
          _ = filter.matches(maker.json(depth: 5))
        } catch {
          #expect((0...text.count).contains(error.offset), "\(FuzzRun.replay(seed))")
        }
      }
    }
  }

  @Test func patchPaths() {
    run.forEachSeed { seed in
      var maker = Maker(generator: SeededGenerator(seed: seed))
      let path = PatchPath(maker.path(), filter: maker.filter(depth: 3, isInBrackets: true))
      let mutated = maker.mutated(Array(path.description.utf8))
      for bytes in [maker.noise(Maker.filterWords), mutated, maker.nest()] {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(FilterError) {
          let path = try PatchPath(parsing: text)
          #expect(try PatchPath(parsing: path.description) == path, "\(FuzzRun.replay(seed))")
        } catch {
          #expect((0...text.count).contains(error.offset), "\(FuzzRun.replay(seed))")
        }
      }
    }
  }

  /// Operations with random paths and values, on a random resource.
  @Test func patches() throws {
    let user = try Fixture.json("rfc7643-8.3-enterprise-user")
    try run.forEachSeed { seed in
      var maker = Maker(generator: SeededGenerator(seed: seed))
      for resource in [user, maker.json(depth: 4)] {
        let request: JSON = [
          "schemas": [.string(SchemaURN.patchOp)], "Operations": maker.operations(),
        ]
        do {
          _ = try PatchRequest(request).apply(to: resource, schemas: .user)
        } catch let error as SCIMError {
          #expect(error.status == 400, "\(FuzzRun.replay(seed))")
        }
      }
    }
  }
}

extension Maker {
  static let jsonWords = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud800", "\\udc00", "0", "-", "1e", ".",
    "true", "fals", "null", "\"id\":", "\"Resources\":[", "\u{FEFF}", "\u{0}", " ", "\n", "é", "a",
  ]
  static let filterWords = [
    "(", ")", "[", "]", "\"", "\\", "not", " and ", " or ", " eq ", " pr", "a", ".", ":",
    "urn:x:y:",
    "$", "-", "1", "null", " ", "\t", "é", "members[value eq \"1\"]", "\u{0}",
  ]

  mutating func noise(_ words: [String] = jsonWords) -> [UInt8] {
    let count = Int.random(in: 0..<24, using: &generator)
    var bytes = Array((0..<count).map { _ in pick(words) }.joined().utf8)
    if Int.random(in: 0..<4, using: &generator) == 0, !bytes.isEmpty {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
        UInt8.random(in: 0...255, using: &generator)
    }
    return bytes
  }

  /// The same mark many times, closed or not: around the limits of depth.
  mutating func nest() -> [UInt8] {
    let (open, close) = pick([
      ("[", "]"), ("{\"a\":", "}"), ("(", ")"), ("not (", ")"), ("a[", "]"),
    ])
    let depth = pick([1, 99, 100, 101, 127, 128, 129, 5_000])
    let inner = pick(["", "0", "a pr"])
    let closes = Bool.random(using: &generator) ? depth : depth / 2
    return Array(
      (String(repeating: open, count: depth) + inner + String(repeating: close, count: closes)).utf8
    )
  }

  mutating func range(within count: Int) -> Range<Int> {
    let first = Int.random(in: 0...count, using: &generator)
    let second = Int.random(in: 0...count, using: &generator)
    return min(first, second)..<max(first, second)
  }

  /// Some members once more, under a name in another case, with another value, anywhere.
  mutating func doubled(_ json: JSON) -> JSON {
    switch json {
    case .array(let elements): return .array(elements.map { doubled($0) })
    case .object(let object):
      var members = object.members.map {
        JSONObject.Member(key: $0.key, value: doubled($0.value))
      }
      for member in members where Int.random(in: 0..<3, using: &generator) == 0 {
        let key = pick([member.key, member.key.uppercased(), member.key.lowercased()])
        let value = pick([self.json(depth: 2), .null, member.value, members[0].value])
        let place = Int.random(in: 0...members.count, using: &generator)
        members.insert(JSONObject.Member(key: key, value: value), at: place)
      }
      return .object(JSONObject(members))
    default: return json
    }
  }

  mutating func operations() -> JSON {
    let count = Int.random(in: 1..<5, using: &generator)
    return .array(
      (0..<count).map { _ in
        var operation: JSON = ["op": .string(pick(["add", "remove", "replace", "Add", "move"]))]
        let paths = [
          "members", "emails[type eq \"work\"].value", "name.familyName", "active", "name",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
          String(decoding: noise(Self.filterWords), as: UTF8.self), path().description,
        ]
        if Int.random(in: 0..<4, using: &generator) > 0 {
          operation["path"] = .string(pick(paths))
        }
        if Int.random(in: 0..<4, using: &generator) > 0 { operation["value"] = json(depth: 3) }
        return operation
      })
  }
}
