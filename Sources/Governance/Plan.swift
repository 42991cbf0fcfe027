/// The exact SCIM operations that approving one request will send, in order (design, section 4).
public struct Plan: Hashable, Sendable, Codable {
  public var request: RequestID
  /// Order: as they are sent, endings last.
  public var operations: [PlannedOperation]
  /// Why nothing can be sent, one sentence each; empty when the plan can be carried out.
  public var obstacles: [String]
  /// What an approver should know besides, one sentence each: "Ada Okafor is already a member of
  /// platform-admins: nothing to send".
  public var notes: [String]

  public init(
    request: RequestID, operations: [PlannedOperation], obstacles: [String] = [],
    notes: [String] = []
  ) {
    self.request = request
    self.operations = operations
    self.obstacles = obstacles
    self.notes = notes
  }

  /// True when approving sends nothing because all is so already.
  public var isAlreadySo: Bool { operations.isEmpty && obstacles.isEmpty }
}

/// One HTTP request as it will be sent, byte for byte.
public struct Call: Hashable, Sendable, Codable {
  /// `POST`, `PATCH`, `PUT` or `DELETE`.
  public var method: String
  /// Below the server's base URL, percent-encoded. Shape: `/Groups/9f2c`.
  public var path: String
  /// The JSON text to send; nil for none.
  public var body: String?

  public init(method: String, path: String, body: String? = nil) {
    self.method = method
    self.path = path
    self.body = body
  }
}
