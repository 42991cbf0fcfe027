import Foundation
import Governance
import HTTP
import SCIM
import Screens
import Store
import Synchronization

/// Keeps the calls of this run, without secrets, for whoever wants to see what went over the wire.
final class CallLog: Sendable {
  /// Older calls make room.
  static let capacity = 2_000
  /// Longer bodies are cut. Units: bytes.
  static let longestBody = 16 << 10

  private struct State {
    var calls: [CallRecord] = []
    var madeCount = 0
  }

  private let state = Mutex(State())
  private let servers: [ConfiguredServer]
  private let onCall: @Sendable () -> Void

  /// - Parameters:
  ///   - servers: the configured ones, to call them by their names.
  ///   - onCall: is called after each call, on any thread.
  init(servers: [ConfiguredServer], onCall: @escaping @Sendable () -> Void) {
    self.servers = servers
    self.onCall = onCall
  }

  /// Order: newest first.
  func window(_ rows: Range<Int>) -> (rows: [CallRecord], total: Int) {
    state.withLock { state in
      let held = rows.clamped(to: 0..<state.calls.count)
      let all = state.calls.reversed()
      return (Array(all.dropFirst(held.lowerBound).prefix(held.count)), state.calls.count)
    }
  }

  func answer(_ rows: Range<Int>, _ generation: Int) -> Event {
    let (calls, total) = window(rows)
    let start = min(rows.lowerBound, total)
    return .callsRead(Window(offset: start, rows: calls, total: total), generation: generation)
  }

  func add(_ request: HTTPRequest, started: Date, seconds: Double, _ answer: Answer) {
    var call = record(request, started: started, seconds: seconds)
    switch answer {
    case .whole(let response):
      call.status = response.status
      call.answerBytes = response.body.count
      if response.status >= 400 { call.answer = Self.text(response.body, most: 2048) }
    case .failed(let sentence): call.failure = sentence
    }
    state.withLock { state in
      state.madeCount += 1
      call.id = state.madeCount
      if state.calls.count >= Self.capacity { state.calls.removeFirst(Self.capacity / 4) }
      state.calls.append(call)
    }
    onCall()
  }

  enum Answer {
    case whole(HTTPResponse)
    case failed(String)
  }

  /// What is not known to be harmless is left out.
  private static let kept: Set<String> = ["accept", "content-type", "if-match", "if-none-match"]

  private func record(_ request: HTTPRequest, started: Date, seconds: Double) -> CallRecord {
    let type = request.header("Content-Type") ?? ""
    // A form is how a token is asked for: its body is a secret, and so may its address's query be.
    let isForm = !type.isEmpty && !type.lowercased().contains("json")
    let isSecret = isForm || Self.namesPassword(request.url)
    let url = isSecret ? request.shownURL : request.url
    let server = server(of: request)
    return CallRecord(
      id: 0, started: started, seconds: seconds,
      server: server?.name ?? URLComponents(string: request.url)?.host ?? "?",
      method: request.method,
      url: url,
      headers: request.headers.filter { Self.kept.contains($0.0.lowercased()) }
        .map { .init($0.0, $0.1) },
      login: Self.login(of: request, to: server),
      body: isForm ? "(not kept)" : Self.text(request.body ?? [], most: Self.longestBody),
      status: nil, failure: "", answerBytes: 0, answer: "")
  }

  private func server(of request: HTTPRequest) -> ConfiguredServer? {
    servers.filter { request.url.hasPrefix($0.baseURL) }
      .max { $0.baseURL.count < $1.baseURL.count }
  }

  /// What the call itself shows; whether its token was made or asked for, the configuration knows.
  private static func login(of request: HTTPRequest, to server: ConfiguredServer?) -> ServerLogin {
    var login = ServerLogin(.none, hasCertificate: server?.login.hasCertificate ?? false)
    guard let header = request.header("Authorization") else { return login }
    let isBasic = header.lowercased().hasPrefix("basic ")
    login.kind = isBasic ? .basic : server?.login.kind == .oauth ? .oauth : .bearer
    return login
  }

  private static func namesPassword(_ text: String) -> Bool {
    text.range(of: "password", options: .caseInsensitive) != nil
  }

  /// Passwords that a document carries are no part of a log, nor those that a PATCH names by its
  /// path. Source: RFC 7643 §4.1.1.
  ///
  /// Shape: at most so many bytes; what names a password and cannot be read is left out whole.
  static func text(_ bytes: [UInt8], most: Int) -> String {
    let text = String(decoding: bytes.prefix(most), as: UTF8.self)
    guard namesPassword(String(decoding: bytes, as: UTF8.self)) else { return text }
    do {
      let harmless = withoutPasswords(try JSON(parsing: bytes)).bytes.prefix(most)
      return String(decoding: harmless, as: UTF8.self)
    } catch { return notKept }
  }

  private static let notKept = "(not kept)"

  private static func withoutPasswords(_ json: JSON) -> JSON {
    if let values = json.array { return .array(values.map(withoutPasswords)) }
    guard let object = json.object else { return json }
    let isByPath = object.members.contains {
      $0.key.lowercased() == "path" && namesPassword($0.value.string ?? "")
    }
    return .object(
      JSONObject(
        object.members.map { member in
          let isSecret =
            namesPassword(member.key) || (isByPath && member.key.lowercased() == "value")
          return JSONObject.Member(
            key: member.key, value: isSecret ? .string(notKept) : withoutPasswords(member.value))
        }))
  }
}

/// Sends by another transport and keeps what was sent and answered.
struct LoggedTransport: HTTPTransport {
  let transport: any HTTPTransport
  let log: CallLog
  let now: @Sendable () -> Date

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let started = now()
    let clock = ContinuousClock.now
    func seconds() -> Double { (.now - clock) / .seconds(1) }
    do throws(HTTPError) {
      let response = try await transport.send(request)
      log.add(request, started: started, seconds: seconds(), .whole(response))
      return response
    } catch {
      log.add(request, started: started, seconds: seconds(), .failed(error.sentence))
      throw error
    }
  }
}
