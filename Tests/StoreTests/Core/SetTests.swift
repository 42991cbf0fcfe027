import Testing

@testable import Store

@Suite struct RowidSetTests {
  @Test func remembersWhatWasPutIn() {
    var set = RowidSet()
    let rowids: [Int64] = [0, 63, 64, 1_000_000, 63, -1]
    let areNew = rowids.map { set.insert($0) }
    #expect(areNew == [true, true, true, true, false, false])
    #expect(set.count == 4)
    #expect(set.contains(64) && !set.contains(65) && !set.contains(9_999_999))
    #expect(!set.contains(-1))
  }

  @Test(arguments: [[], [1], [5, 3, 4], [1, 127, 128, 129, 20_000, 1 << 40], [.max, 0]])
  func packsAndUnpacks(rowids: [Int64]) {
    #expect(PackedRowids.unpack(PackedRowids.pack(rowids)) == rowids.sorted())
  }

  @Test func aPageOfNeighboursTakesAByteEach() {
    #expect(PackedRowids.pack(Array(1...1_000)).count == 1_000)
  }
}

@Suite struct ContentHashTests {
  @Test func everyByteAndTheLengthCount() {
    let text = Array("The quick brown fox jumps over the lazy dog".utf8)
    var hashes: Set<Int64> = [ContentHash.of(text[...])]
    for index in text.indices {
      var changed = text
      changed[index] ^= 1
      hashes.insert(ContentHash.of(changed[...]))
      hashes.insert(ContentHash.of(text[..<index]))
    }
    hashes.insert(ContentHash.of((text + [0])[...]))
    #expect(hashes.count == 2 * text.count + 2)
  }

  @Test func theSeedTellsCollectionsApart() {
    #expect(ContentHash.of("a", seed: 1) != ContentHash.of("a", seed: 2))
    #expect(ContentHash.of("a", seed: 1) == ContentHash.of("a", seed: 1))
  }

  @Test func staysTheSameForAllTimes() {
    // Stored in databases: another value would make every resource look changed.
    #expect(ContentHash.of("countersign", seed: 7) == ContentHash.of("countersign", seed: 7))
    let hashes = Set((0..<20_000).map { ContentHash.of("id-\($0)", seed: 3) })
    #expect(hashes.count == 20_000)
  }
}

@Suite struct SearchWordsTests {
  private static let cases: [(String, String?, [String])] = [
    ("", nil, []), ("  ", nil, []), ("--", nil, []), ("ada", #""ada"*"#, []),
    ("ada oka", #""ada"* AND "oka"*"#, []),
    ("o'neil", #"(("o" AND "neil"*) OR "oneil"*)"#, []),
    ("ada@exam", #""ada"*"#, ["ada@exam"]), ("@exam", nil, ["@exam"]),
    ("\"x\"", #""x"*"#, []),
  ]

  @Test(arguments: cases)
  func readsWhatWasTyped(text: String, expression: String?, addresses: [String]) {
    let words = SearchWords(text)
    #expect(words.expression == expression)
    #expect(words.addresses == addresses)
  }
}
