import Foundation

/// What is put into the `Authorization` header, and what must not be seen anywhere else.
struct Authorization: Hashable, Sendable {
  var header: String
  var redaction: Redaction

  static func bearer(_ token: String) -> Authorization {
    Authorization(header: "Bearer \(token)", redaction: Redaction([token]))
  }

  /// RFC 7617 §2, in UTF-8.
  static func basic(user: String, password: String) -> Authorization {
    let pair = Data("\(user):\(password)".utf8).base64EncodedString()
    return Authorization(header: "Basic \(pair)", redaction: Redaction([pair, password]))
  }
}
