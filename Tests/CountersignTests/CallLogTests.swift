import Foundation
import Governance
import HTTP
import Screens
import Store
import Testing

@testable import countersign

@Suite("The log of calls")
struct CallLogTests {
  private let log = CallLog(servers: [
    ConfiguredServer(name: "idp", baseURL: "https://h/scim/v2"),
    ConfiguredServer(
      name: "hr", baseURL: "https://h/scim", login: ServerLogin(.oauth, hasCertificate: true)),
  ]) {}

  private var newest: CallRecord? { log.window(0..<1).rows.first }

  private func add(_ request: HTTPRequest, _ answer: CallLog.Answer) {
    log.add(request, started: Date(timeIntervalSince1970: 0), seconds: 0.5, answer)
  }

  @Test func keepsWhatIsHarmlessAlone() throws {
    add(
      HTTPRequest(
        method: "PATCH", url: "https://h/scim/v2/Users/1",
        headers: [
          ("Authorization", "Bearer hush"), ("Content-Type", "application/scim+json"),
          ("X-Api-Key", "hush"), ("Cookie", "hush"), ("If-Match", "W/\"1\""),
        ],
        body: Array(#"{"password": "hu\"sh", "a":{"newPassword":"hush"},"b":1}"#.utf8)),
      .whole(HTTPResponse(status: 200, body: Array("{}".utf8))))
    let call = try #require(newest)
    #expect(call.server == "idp" && call.status == 200 && call.login == ServerLogin(.bearer))
    #expect(call.headers.map(\.name) == ["Content-Type", "If-Match"])
    #expect(!"\(call)".contains("hush") && !"\(call)".contains("sh\""))
    #expect(call.body.contains("\"b\":1"))
  }

  @Test func keepsNoPasswordThatAPathNames() throws {
    for path in ["password", "urn:ietf:params:scim:schemas:core:2.0:User:PassWord"] {
      for value in [#""hush""#, #"{"value":"hush"}"#, "[\"hush\"]"] {
        let operation = #"{"op":"replace","value":\#(value),"path":"\#(path)"}"#
        let patch = #"{"Operations":[{"op":"add","path":"title","value":"x"},\#(operation)]}"#
        for body in [patch, #"{"Operations":[{"method":"PATCH","data":\#(patch)}]}"#] {
          add(
            HTTPRequest(method: "PATCH", url: "https://h/scim/Users/1", body: Array(body.utf8)),
            .failed("cut"))
          let call = try #require(newest)
          #expect(!"\(call)".contains("hush"), "\(call.body)")
          #expect(call.body.contains("title"))
        }
      }
    }
  }

  @Test func whatNamesAPasswordAndCannotBeReadIsLeftOut() {
    let cut = #"{"Operations":[{"op":"replace","path":"password","value":"hu"#
    let refusal = #"{"detail":"hush is no good password","path":"password","value":"hush"}"#
    add(
      HTTPRequest(
        method: "PATCH", url: "https://h/scim/Users?filter=password%20eq%20hush",
        body: Array(cut.utf8)),
      .whole(HTTPResponse(status: 400, body: Array(refusal.utf8.dropLast()))))
    #expect(newest?.body == "(not kept)" && newest?.answer == "(not kept)")
    #expect(newest?.url.contains("hush") == false)
  }

  @Test func knowsHowItWasLoggedIn() {
    func login(_ header: String?, _ url: String) -> ServerLogin? {
      let headers = header.map { [("Authorization", $0)] } ?? []
      add(HTTPRequest(url: url, headers: headers), .whole(HTTPResponse(status: 200)))
      return newest?.login
    }
    #expect(login("Basic hush", "https://h/scim/v2/Users") == ServerLogin(.basic))
    #expect(
      login("Bearer hush", "https://h/scim/Users") == ServerLogin(.oauth, hasCertificate: true))
    #expect(login(nil, "https://h/scim/Users") == ServerLogin(.none, hasCertificate: true))
    #expect(login("Basic hush", "https://login/token") == ServerLogin(.basic))
  }

  @Test func keepsNothingOfATokensForm() throws {
    add(
      HTTPRequest(
        method: "POST", url: "https://login/token?client_secret=hush",
        headers: [("Content-Type", "application/x-www-form-urlencoded")],
        body: Array("client_secret=hush".utf8)),
      .failed("The server refused the connection."))
    let call = try #require(newest)
    #expect(call.server == "login" && call.status == nil)
    #expect(!"\(call)".contains("hush"))
  }

  @Test func keepsARefusalAndNoPage() {
    add(
      HTTPRequest(url: "https://h/scim/Users"),
      .whole(HTTPResponse(status: 409, body: Array("{\"detail\":\"taken\"}".utf8))))
    #expect(newest?.answer == "{\"detail\":\"taken\"}" && newest?.server == "hr")
    add(
      HTTPRequest(url: "https://h/scim/Users"),
      .whole(HTTPResponse(status: 200, body: Array("people".utf8))))
    #expect(newest?.answer == "" && newest?.answerBytes == 6)
  }

  @Test func oldCallsMakeRoom() {
    for _ in 0..<(CallLog.capacity + 1) {
      add(HTTPRequest(url: "https://h/"), .whole(HTTPResponse(status: 200)))
    }
    #expect(log.window(0..<10).total == CallLog.capacity * 3 / 4 + 1)
    #expect(newest?.id == CallLog.capacity + 1)
    #expect(log.window(5_000..<5_001).rows.isEmpty)
  }
}
