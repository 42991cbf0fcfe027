import Testing

@testable import SCIM

/// What the sieve keeps is JSON that says who is left out, and nobody is lost between the two.
struct MemberSieveTests {
  private static func note(_ reference: ResourceScanner.Reference, _ rest: inout MemberRest) {
    let number = Int64(reference.value.dropFirst()) ?? -1
    if reference.type == "Group" { rest.groups.append(number) } else { rest.users.append(number) }
  }

  private static func members(_ count: Int, from first: Int = 0) -> String {
    (first..<first + count).map {
      #"{"value":"u\#($0)","$ref":"https://scim.example/v2/Users/u\#($0)","display":"A, ] \" \\"}"#
    }.joined(separator: ",")
  }

  /// The kept text and the sieve, fed in pieces of a size.
  private func sifted(
    _ text: String, named: Set<String> = [], piece: Int = 1_000
  ) -> (text: String, sieve: MemberSieve) {
    var sieve = MemberSieve(named: named, note: Self.note)
    var kept: [UInt8] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: piece) {
      sieve.sift(
        bytes.span.extracting(start..<min(start + piece, bytes.count)), into: &kept)
    }
    return (String(decoding: kept, as: UTF8.self), sieve)
  }

  /// The members of the first group, those of the text and those left out.
  private func numbers(_ text: String, _ sieve: MemberSieve) throws -> [Int64] {
    let bytes = Array(text.utf8)
    let page = try PageScanner.scan(bytes)
    let range = page.isList ? page.resources[0] : 0..<bytes.count
    let columns = try ResourceScanner.group(bytes, range)
    let rest = columns.restHash.flatMap { sieve.rests[$0] }
    return columns.members.compactMap { Int64($0.value.dropFirst()) } + (rest?.users ?? [])
  }

  static let shapes = [
    #"{"id":"g","members":[MEMBERS],"displayName":"G"}"#,
    #"{"totalResults":1,"Resources":[{"id":"g","members":[MEMBERS]},{"id":"h"}]}"#,
    #"[{"id":"g","Members":[ MEMBERS ]}]"#,
    #"{"resources":[{"meta":{"members":[1]},"members":[MEMBERS],"id":"g"}],"totalResults":1}"#,
  ]

  @Test(arguments: shapes, [1, 7, 4_096, 10_000_000])
  func nobodyIsLost(_ shape: String, piece: Int) throws {
    let count = piece == 1 ? 3_000 : 20_000
    let whole = shape.replacing("MEMBERS", with: Self.members(count))
    let (text, sieve) = sifted(whole, piece: piece)
    #expect(text.utf8.count < MemberSieve.keptBytes + 1_000)
    #expect(sieve.rests.count == 1 && !sieve.isOverfull)
    #expect(try numbers(text, sieve) == (0..<Int64(count)).map { $0 })
    _ = try JSON(parsing: text)
  }

  @Test(arguments: shapes)
  func whatIsShortStaysAsItIs(_ shape: String) {
    for count in [0, 1, 900] {
      let whole = shape.replacing("MEMBERS", with: Self.members(count))
      let (text, sieve) = sifted(whole)
      #expect(text == whole && sieve.rests.isEmpty)
    }
  }

  @Test func otherListsStayAsTheyAre() {
    let texts = [
      #"{"id":"g","urn:x":{"members":[MEMBERS]}}"#, #"{"id":"g","others":[MEMBERS]}"#,
      #"{"id":"g","a":["members",[MEMBERS]]}"#, #"{"a":"members","b":[MEMBERS]}"#,
      #"{"Resources":{"members":{"members":[MEMBERS]}}}"#,
    ]
    for text in texts {
      let whole = text.replacing("MEMBERS", with: Self.members(3_000))
      #expect(sifted(whole).text == whole)
    }
  }

  @Test func whoIsNamedStays() throws {
    let whole = Self.shapes[0].replacing("MEMBERS", with: Self.members(9_000))
    let (text, sieve) = sifted(whole, named: ["u8999", "u1", "nobody"])
    let members = try #require(try JSON(parsing: text)["members"]?.array)
    #expect(members.last?["value"]?.string == "u8999")
    #expect(members.count { $0["value"]?.string == "u1" } == 1)
    #expect(Set(try numbers(text, sieve)).count == 9_000)
  }

  @Test func groupsAmongTheMembersAreKnown() {
    let some = (0..<5_000).map { #"{"value":"g\#($0)","type":"Group"},"u\#($0)",{"value":\#($0)}"# }
    let whole = Self.shapes[0].replacing("MEMBERS", with: some.joined(separator: ","))
    let (_, sieve) = sifted(whole)
    let rest = sieve.rests.values.first
    #expect(rest?.groups.last == 4_999 && (rest?.users.count ?? 0) > 2_000)
  }

  @Test func aChangedMemberChangesTheText() {
    let one = sifted(Self.shapes[0].replacing("MEMBERS", with: Self.members(9_000))).text
    let same = sifted(Self.shapes[0].replacing("MEMBERS", with: Self.members(9_000)), piece: 3).text
    let other = Self.members(8_999) + #","u9000""#
    #expect(one == same)
    #expect(one != sifted(Self.shapes[0].replacing("MEMBERS", with: other)).text)
  }

  /// Each is refused as it would be without the sieve.
  @Test func whatIsNoJSONStaysNone() {
    let long = Self.members(3_000)
    for spoilt in [
      "\(long),", "\(long),,1", "\(long),{", "\(long),}", "\(long)}", "\(long),tru", "\(long) 1",
      "\(long),\"", "\(long),]", "\(long),{\"a\":1,}",
    ] {
      let text = sifted(#"{"id":"g","members":[\#(spoilt)]}"#).text
      #expect(throws: JSONError.self, "\(spoilt.suffix(20))") { try JSON(parsing: text) }
    }
    let cut = sifted(#"{"id":"g","members":[\#(long),{"value":"u"#).text
    #expect(throws: JSONError.self) { try JSON(parsing: cut) }
  }

  @Test func endlessMembersEnd() {
    var sieve = MemberSieve(note: Self.note)
    var kept: [UInt8] = []
    sieve.sift(Array(#"{"members":["#.utf8).span, into: &kept)
    let some = Array(String(repeating: "1,", count: 1 << 19).utf8)
    for _ in 0..<10 where !sieve.isOverfull { sieve.sift(some.span, into: &kept) }
    #expect(sieve.isOverfull)
    var long = MemberSieve(note: Self.note)
    let start = #"{"members":[\#(Self.members(3_000)),""#
    long.sift(Array(start.utf8).span, into: &kept)
    for _ in 0..<10 where !long.isOverfull { long.sift(some.span, into: &kept) }
    #expect(long.isOverfull)
  }
}
