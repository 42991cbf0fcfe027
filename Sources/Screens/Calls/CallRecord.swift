import Foundation
import Governance

/// One call to a server as the log of calls keeps it: secrets are not in it.
public struct CallRecord: Hashable, Sendable {
  /// 1 for the first call of this run.
  public var id: Int
  public var started: Date
  /// From sending to the last byte.
  public var seconds: Double
  /// The configured server; the host where it is none of them.
  public var server: String
  public var method: String
  /// Absolute, query included.
  public var url: String
  /// Order: as sent; without who we are.
  public var headers: [Header]
  /// What it carried to say who we are; the secret is not here.
  public var login: ServerLogin
  /// As it was sent; empty for none.
  public var body: String
  /// nil when there was no whole answer.
  public var status: Int?
  /// Why there was none; empty when there was.
  public var failure: String
  /// Units: bytes, decompressed.
  public var answerBytes: Int
  /// The start of what the server said; empty for a success, which the mirror has.
  public var answer: String

  public struct Header: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    id: Int, started: Date, seconds: Double, server: String, method: String, url: String,
    headers: [Header], login: ServerLogin, body: String, status: Int?, failure: String,
    answerBytes: Int, answer: String
  ) {
    self.id = id
    self.started = started
    self.seconds = seconds
    self.server = server
    self.method = method
    self.url = url
    self.headers = headers
    self.login = login
    self.body = body
    self.status = status
    self.failure = failure
    self.answerBytes = answerBytes
    self.answer = answer
  }
}

extension CallRecord: ListedRow { var rowID: Int { id } }
