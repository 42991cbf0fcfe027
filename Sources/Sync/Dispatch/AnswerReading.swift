import SCIM

extension JSON {
  /// An answer's body. Throws: `malformed`.
  static func parsed(_ answer: SCIMAnswer, from server: String) throws(SyncError) -> JSON {
    do throws(JSONError) {
      return try JSON(parsing: answer.bytes)
    } catch {
      throw .malformed(
        server: server, status: answer.status, error: error, byteCount: answer.bytes.count)
    }
  }

  /// The resources of a list answer.
  ///
  /// Throws: `notSCIM` for anything but a list: an answer that cannot be read is no proof that
  /// something is not there.
  static func listed(_ answer: SCIMAnswer, from server: String) throws(SyncError) -> [JSON] {
    let json = try parsed(answer, from: server)
    do throws(SCIMError) {
      return try ListResponse(json).resources
    } catch {
      throw .notSCIM(server: server, status: answer.status, bytes: answer.bytes)
    }
  }

  /// A string, or a number as it is written, as some servers send ids; nil for anything else.
  ///
  /// The mirror takes ids in the same way: what it knows as `5` is found again here.
  var idText: String? {
    switch self {
    case .string(let text): text
    case .number(let number): number.text
    default: nil
    }
  }
}
