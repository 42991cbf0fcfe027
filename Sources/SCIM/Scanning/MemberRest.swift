/// The members of one group that its text leaves out (``MemberSieve``), by numbers that whoever reads
/// them knows.
public struct MemberRest: Hashable, Sendable {
  /// Where the text says that it leaves members out, beside `members`.
  /// Shape: `{"count": 99000, "hash": "5d41402abc4b2a76"}`.
  public static let key = "urn:countersign:params:scim:api:messages:1.0:Rest"

  /// Order: as they came.
  public var users: [Int64] = []
  /// Members that are groups. Order: as they came.
  public var groups: [Int64] = []

  public init() {}

  public var count: Int { users.count + groups.count }
}
