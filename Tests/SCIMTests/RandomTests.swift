import SCIM
import Testing

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
