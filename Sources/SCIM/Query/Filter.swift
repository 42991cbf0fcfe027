/// A filter: the whole grammar of RFC 7644 §3.4.2.2.
///
/// Reading what is printed gives the same filter.
public indirect enum Filter: Hashable, Sendable {
  /// A comparison: `userName eq "ada"`.
  case compare(AttributePath, Operator, JSON)
  /// The attribute has a value: `title pr`.
  case present(AttributePath)
  case and(Filter, Filter)
  case or(Filter, Filter)
  case not(Filter)
  /// One and the same value of a multi-valued attribute fits: `emails[type eq "work" and primary eq
  /// true]`.
  case complex(AttributePath, Filter)

  /// The comparisons of RFC 7644 table 3.
  public enum Operator: String, Hashable, Sendable, CaseIterable {
    case equal = "eq"
    case notEqual = "ne"
    case contains = "co"
    case startsWith = "sw"
    case endsWith = "ew"
    case greater = "gt"
    case greaterOrEqual = "ge"
    case less = "lt"
    case lessOrEqual = "le"
  }

  /// Throws: when the text is not a filter, with the offset of what is wrong.
  public init(parsing text: String) throws(FilterError) {
    var parser = FilterParser(text)
    self = try parser.parse()
  }

  /// The attribute equals a text.
  public static func equal(_ path: AttributePath, _ value: String) -> Filter {
    .compare(path, .equal, .string(value))
  }

  /// The attributes that the filter looks at, those within brackets with the attribute before them.
  public var paths: [AttributePath] {
    switch self {
    case .compare(let path, _, _), .present(let path): [path]
    case .and(let left, let right), .or(let left, let right): left.paths + right.paths
    case .not(let inner): inner.paths
    case .complex(let path, let inner):
      inner.paths.map { AttributePath(schema: path.schema, path.attribute, $0.attribute) }
    }
  }
}

extension Filter: CustomStringConvertible {
  /// The filter as text, with no more parentheses than it needs.
  public var description: String {
    switch self {
    case .compare(let path, let comparison, let value):
      "\(path) \(comparison.rawValue) \(value.text)"
    case .present(let path): "\(path) pr"
    case .and(let left, let right):
      "\(left.grouped(ifWeakerThan: .and)) and \(right.grouped(ifWeakerThan: .not))"
    case .or(let left, let right): "\(left) or \(right.grouped(ifWeakerThan: .and))"
    case .not(let inner): "not (\(inner))"
    case .complex(let path, let inner): "\(path)[\(inner)]"
    }
  }

  /// How tightly a filter binds, loosest first.
  private enum Strength: Int { case or, and, not }

  private var strength: Strength {
    switch self {
    case .or: .or
    case .and: .and
    default: .not
    }
  }

  private func grouped(ifWeakerThan other: Strength) -> String {
    strength.rawValue < other.rawValue ? "(\(self))" : description
  }
}
