import Foundation
import Governance
import HTTP
import Screens
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
  private let servers: [(name: String, url: String)]
  private let onCall: @Sendable () -> Void

  /// - Parameters:
  ///   - servers: the configured ones, to call them by their names.
  ///   - onCall: is called after each call, on any thread.
  init(servers: [(name: String, url: String)], onCall: @escaping @Sendable () -> Void) {
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
      if response.status >= 400 { call.answer = Self.text(response.body.prefix(2048)) }
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
    let url = isForm ? request.shownURL : request.url
    return CallRecord(
      id: 0, started: started, seconds: seconds, server: name(of: request), method: request.method,
      url: url,
      headers: request.headers.filter { Self.kept.contains($0.0.lowercased()) }
        .map { .init($0.0, $0.1) },
      wasAuthorized: request.header("Authorization") != nil,
      body: isForm ? "(not kept)" : Self.text((request.body ?? []).prefix(Self.longestBody)),
      status: nil, failure: "", answerBytes: 0, answer: "")
  }

  private func name(of request: HTTPRequest) -> String {
    let server = servers.filter { request.url.hasPrefix($0.url) }
      .max { $0.url.count < $1.url.count }
    return server?.name ?? URLComponents(string: request.url)?.host ?? "?"
  }

  /// Passwords that a document carries are no part of a log. Source: RFC 7643 §4.1.1.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let text = String(decoding: Array(bytes), as: UTF8.self)
    guard text.range(of: "password", options: .caseInsensitive) != nil else { return text }
    return text.replacingOccurrences(
      of: #"("[^"]*password[^"]*"\s*:\s*)("(\\.|[^"\\])*"?|[^,}\]]*)"#, with: "$1\"(not kept)\"",
      options: [.regularExpression, .caseInsensitive])
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
