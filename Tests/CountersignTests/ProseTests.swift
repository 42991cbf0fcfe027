import Testing

@testable import countersign

/// Sentences in the shell are broken between words; what is to be copied is not.
@Suite struct ProseTests {
  private func wrapped(_ text: String, _ columns: Int? = 40) -> [String] {
    RecordingConsole.wrapped(text, to: columns).split(separator: "\n").map(String.init)
  }

  @Test func breaksBetweenWords() {
    let text = "  why: the board pack needs a report before the end of the week"
    #expect(
      wrapped(text) == [
        "  why: the board pack needs a report", "    before the end of the week",
      ])
    #expect(wrapped(text).allSatisfy { $0.count <= 40 })
    #expect(wrapped(text, nil) == [text])
    #expect(wrapped("short") == ["short"])
  }

  @Test func leavesWhatIsToBeCopied() {
    let body = "     {\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"]}"
    #expect(wrapped(body) == [body])
    #expect(wrapped("Digest " + String(repeating: "a", count: 64)).count == 1)
  }

  @Test func aNarrowTerminalIsLeftAlone() {
    #expect(wrapped("one two three four five six", 12).count == 1)
  }
}
