import Foundation
import Testing

@testable import countersign

@Suite("People, extensions and devices in the shell")
struct PeopleVerbTests {
  private static let signIn = "urn:countersign:params:scim:schemas:extension:sign-in:1.0:User"

  @Test func peopleAreListedByWordsAndByFilters() async throws {
    let office = try Office()
    await office.run("sync")
    let words = await office.expect(.success, "people", "ada")
    #expect(words.text.contains("Ada Okafor"), "\(words.text)")
    let filtered = await office.expect(
      .success, "people", "--json", "--limit", "\(Self.signIn):secondFactor pr")
    #expect(!filtered.output.isEmpty, "an extension that no RFC has")
    let some = await office.expect(
      .success, "people", "--limit", "userName eq \"ada.okafor\" and server eq \"idp\"")
    #expect(some.output.count == 2, "\(some.text)")
    let wrong = await office.expect(.usage, "people", "--limit", "userName eq")
    #expect(wrong.errorText.contains("value"), "\(wrong.errorText)")
    await office.expect(.usage, "people", "ada", "--limit", "active pr")
  }

  @Test func aProfileHasExtensionsAndDevices() async throws {
    let office = try Office()
    await office.run("sync")
    let shown = await office.expect(.success, "show", "Ada Okafor")
    #expect(shown.text.contains("SignIn lastSignIn"), "\(shown.text)")
    #expect(shown.text.contains("\(Self.signIn):lastSignIn"), "\(shown.text)")
    #expect(shown.text.contains("Ada's laptop"), "\(shown.text)")
    #expect(shown.text.contains("deviceMacAddress"), "\(shown.text)")
  }
}
