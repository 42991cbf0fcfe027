import Governance
import Testing

@Suite("Where a server is, in one spelling")
struct ServerAddressTests {
  static let spellings: [(String, String)] = [
    ("https://idp.example.com/scim/v2", "https://idp.example.com/scim/v2"),
    ("HTTPS://IDP.example.com:443/scim/v2//", "https://idp.example.com/scim/v2"),
    ("http://idp.example.com:80", "http://idp.example.com"),
    ("https://idp.example.com:8443/SCIM", "https://idp.example.com:8443/SCIM"),
    ("https://ada:secret@idp.example.com/v2?token=secret#x", "https://idp.example.com/v2"),
    ("https://[::1]:443/v2", "https://[::1]/v2"), ("", ""),
  ]

  @Test("Spellings of one address are equal, and a secret is no part of it", arguments: spellings)
  func spelling(given: String, text: String) {
    #expect(ServerAddress(given).text == text)
    #expect(ServerAddress(given) == ServerAddress(text))
  }

  @Test("Another scheme, host, port or path is another address")
  func differs() {
    let all = [
      "https://a/v2", "http://a/v2", "https://b/v2", "https://a:8443/v2", "https://a/V2",
    ].map(ServerAddress.init)
    #expect(Set(all).count == all.count)
  }
}
