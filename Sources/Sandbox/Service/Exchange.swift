import Foundation
import SCIM

/// One request to one tenant, with what is needed to answer it.
struct Exchange: Sendable {
  let request: SandboxRequest
  /// Shape: `http://127.0.0.1:8080/idp/scim/v2`.
  let base: String
  let now: Date
  /// What follows the tenant's path, percent-decoded.
  let segments: [String]
  /// Order: as written.
  let parameters: [(name: String, value: String)]

  /// The first query parameter of that name in any case.
  func parameter(_ name: String) -> String? {
    let wanted = name.lowercased()
    return parameters.first { $0.name.lowercased() == wanted }?.value
  }

  /// The body as JSON.
  func json() throws(SCIMError) -> JSON {
    do {
      return try JSON(parsing: request.body)
    } catch {
      throw .invalidSyntax("The body is not JSON: \(error).")
    }
  }
}
