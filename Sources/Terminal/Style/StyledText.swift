/// Text on one line in several roles.
public struct StyledText: Hashable, Sendable, ExpressibleByStringInterpolation {
  public struct Run: Hashable, Sendable {
    public var text: String
    public var role: StyleRole

    public init(_ text: String, _ role: StyleRole = .text) {
      self.text = text
      self.role = role
    }
  }

  public var runs: [Run]

  public init(_ runs: [Run] = []) { self.runs = runs }
  public init(_ text: String, _ role: StyleRole = .text) { runs = [Run(text, role)] }
  public init(stringLiteral value: String) { self.init(value) }

  /// As it will be seen, with marks for what must not be sent.
  public var columns: Int { runs.reduce(0) { $0 + DisplayText.columns(of: $1.text) } }
  public var text: String { runs.map(\.text).joined() }

  public static func + (left: StyledText, right: StyledText) -> StyledText {
    StyledText(left.runs + right.runs)
  }

  public static func += (left: inout StyledText, right: StyledText) { left.runs += right.runs }
}
