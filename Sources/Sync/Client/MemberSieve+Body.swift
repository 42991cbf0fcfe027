import HTTP
import SCIM

extension MemberSieve: BodySieve {
  public mutating func take(_ bytes: Span<UInt8>, into body: inout [UInt8]) -> Bool {
    sift(bytes, into: &body)
    return !isOverfull
  }

  /// For those who look at a group and keep nothing of it.
  static var forgetful: MemberSieve { MemberSieve { _, _ in } }
}
