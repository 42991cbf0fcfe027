/// What a server can send that is no answer.
public enum HostileAnswer: String, Sendable, CaseIterable {
  case endlessBody, endlessChunks, gzipBomb, brokenGzip, manyGzips
  case endlessHeaders, endlessHeaderLine, endlessContinues
  case drip, silence
  case closedAtOnce, closedInTheHead, closedInTheBody, tooShort, badChunk
  case noHTTP, oddStatus
  case redirectElsewhere, redirectForEver
  case webPage, empty, deep, badUTF8, halfAnEscape, nullBytes, tenMillionMembers, tenMillionNothings

  /// Whether only a deadline ends it.
  public var isSlow: Bool { self == .drip || self == .silence }

  /// Sends it, until it is over or the client has had enough.
  public func send(on connection: LoopbackServer.Connection) {
    switch self {
    case .endlessBody, .endlessChunks, .gzipBomb, .endlessHeaders, .endlessHeaderLine,
      .endlessContinues, .drip, .silence:
      sendWithoutEnd(on: connection)
    case .closedAtOnce, .closedInTheHead, .closedInTheBody, .tooShort, .badChunk, .noHTTP,
      .oddStatus, .brokenGzip, .manyGzips:
      sendBroken(on: connection)
    case .redirectElsewhere:
      connection.answer("307 Temporary Redirect", ["Location: http://localhost:1/steal"])
    case .redirectForEver: connection.answer("307 Temporary Redirect", ["Location: /again"])
    default: sendText(on: connection)
    }
  }

  private static let json = "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\n"

  private func sendWithoutEnd(on connection: LoopbackServer.Connection) {
    let filler = [UInt8](repeating: 0x20, count: 65_536)
    let line = "X-Padding: " + String(repeating: "x", count: 8_000) + "\r\n"
    switch self {
    case .endlessBody:
      connection.send(Self.json + "\r\n{\"Resources\":[")
      while connection.send(filler) {}
    case .endlessChunks:
      connection.send(Self.json + "Transfer-Encoding: chunked\r\n\r\n")
      while connection.send("10000\r\n"), connection.send(filler), connection.send("\r\n") {}
    case .gzipBomb:
      connection.send(Self.json + "Content-Encoding: gzip\r\n\r\n")
      connection.send(GzipBomb.start)
      while connection.send(GzipBomb.more) {}
    case .endlessHeaders:
      connection.send(Self.json)
      while connection.send(line) {}
    case .endlessHeaderLine:
      connection.send(Self.json + "X: ")
      while connection.send(filler) {}
    case .endlessContinues: while connection.send("HTTP/1.1 100 Continue\r\n\r\n") {}
    case .drip:
      connection.send(Self.json + "\r\n")
      while connection.send(" "), !connection.hasClosed(withinMilliseconds: 20) {}
    default: connection.waitForClose()
    }
  }

  private func sendBroken(on connection: LoopbackServer.Connection) {
    switch self {
    case .closedInTheHead: connection.send("HTTP/1.1 200 O")
    case .closedInTheBody:
      connection.send(Self.json + "Content-Length: 100000000000\r\n\r\n{\"Resources\":[")
    case .tooShort: connection.send(Self.json + "Content-Length: 5\r\n\r\n{\"Resources\":[]}")
    case .badChunk:
      connection.send(Self.json + "Transfer-Encoding: chunked\r\n\r\n")
      connection.send("FFFFFFFFFFFFFFFFFFFF\r\nx\r\n")
    case .noHTTP: connection.send("SSH-2.0-OpenSSH_9.2\r\n")
    case .oddStatus: connection.send("HTTP/1.1 99999 Odd\r\nContent-Length: 0\r\n\r\n")
    case .brokenGzip:
      connection.send(Self.json + "Content-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip")
    case .manyGzips:
      let all = Array(repeating: "gzip", count: 50).joined(separator: ", ")
      connection.send(Self.json + "Content-Encoding: \(all)\r\nContent-Length: 2\r\n\r\n{}")
    default: break
    }
  }

  private func sendText(on connection: LoopbackServer.Connection) {
    switch self {
    case .webPage: connection.answer("200 OK", body: "<!DOCTYPE html><title>Sign in</title>")
    case .empty: connection.answer("200 OK")
    case .deep: connection.answer("200 OK", body: String(repeating: "[", count: 1_000_000))
    case .halfAnEscape: connection.answer("200 OK", body: #"{"id":"\ud800"}"#)
    case .nullBytes: connection.answer("200 OK", body: "{\"id\":\"a\0b\"}")
    case .badUTF8:
      connection.send(Self.json + "Content-Length: 9\r\n\r\n")
      connection.send(Array("{\"id\":\"".utf8) + [0xFF, 0x22])
    case .tenMillionMembers:
      sendMany(#"{"value":"1"},"#, start: #"{"Resources":[{"id":"1","members":["#, on: connection)
    case .tenMillionNothings: sendMany("0,", start: #"{"Resources":["#, on: connection)
    default: break
    }
  }

  private func sendMany(
    _ element: String, start: String, on connection: LoopbackServer.Connection
  ) {
    let thousand = Array(String(repeating: element, count: 1_000).utf8)
    connection.send(Self.json + "\r\n" + start)
    for _ in 0..<10_000 where !connection.send(thousand) { return }
    connection.send("0]}]}")
  }
}
