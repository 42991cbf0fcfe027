extension Filter {
  /// Attributes whose case matters although the schema is not at hand: identifiers, versions,
  /// references (RFC 7643 §3.1, §2.3.7). Everything else compares without regard to case (RFC 7643
  /// §2.2).
  public static func isCaseExactByDefault(_ path: AttributePath) -> Bool {
    let name = AttributeName.folded(path.attribute)
    guard let sub = path.subAttribute.map(AttributeName.folded) else {
      return name == "id" || name == "externalid"
    }
    if sub == "$ref" { return true }
    return name == "meta" && ["resourcetype", "location", "version"].contains(sub)
  }

  /// Whether a resource fits.
  ///
  /// A multi-valued attribute fits when one of its values does; one whose values are complex stands
  /// for their `value`. An attribute without a value fits `ne` and `eq null`, nothing else. Texts
  /// that are both dates compare as dates.
  /// Source: RFC 7644 §3.4.2.2.
  public func matches(
    _ resource: JSON, caseExact: (AttributePath) -> Bool = Filter.isCaseExactByDefault
  ) -> Bool {
    matches(resource, within: nil, caseExact: caseExact)
  }

  private func matches(
    _ json: JSON, within outer: AttributePath?, caseExact: (AttributePath) -> Bool
  ) -> Bool {
    switch self {
    case .present(let path): return !path.values(in: json).filter(\.isAssigned).isEmpty
    case .and(let left, let right):
      return left.matches(json, within: outer, caseExact: caseExact)
        && right.matches(json, within: outer, caseExact: caseExact)
    case .or(let left, let right):
      return left.matches(json, within: outer, caseExact: caseExact)
        || right.matches(json, within: outer, caseExact: caseExact)
    case .not(let inner): return !inner.matches(json, within: outer, caseExact: caseExact)
    case .complex(let path, let inner):
      return path.values(in: json).contains {
        inner.matches(element: $0, of: path, caseExact: caseExact)
      }
    case .compare(let path, let comparison, let value):
      let full = outer.map { AttributePath(schema: $0.schema, $0.attribute, path.attribute) }
      let isExact = caseExact(full ?? path)
      let values = path.values(in: json).map(\.comparable)
      guard !values.isEmpty else { return comparison.fitsNothing(value) }
      return values.contains { comparison.fits($0, value, caseExact: isExact) }
    }
  }

  /// Whether one value of a multi-valued attribute fits a value filter. A simple value answers to
  /// the name `value`.
  public func matches(
    element: JSON, of path: AttributePath,
    caseExact: (AttributePath) -> Bool = Filter.isCaseExactByDefault
  ) -> Bool {
    let object = element.object == nil ? ["value": element] : element
    return matches(object, within: path, caseExact: caseExact)
  }
}

extension JSON {
  /// A complex value stands for its `value` sub-attribute in a comparison.
  fileprivate var comparable: JSON { object == nil ? self : self["value"] ?? self }

  /// An object of nothing but empty values counts as none (RFC 7644 table 3, `pr`).
  fileprivate var isAssigned: Bool {
    switch self {
    case .null: false
    case .string(let text): !text.isEmpty
    case .array(let values): values.contains(where: \.isAssigned)
    case .object(let object): object.members.contains { $0.value.isAssigned }
    case .bool, .number: true
    }
  }
}

extension Filter.Operator {
  /// Whether an attribute without a value fits.
  fileprivate func fitsNothing(_ value: JSON) -> Bool {
    switch self {
    case .equal: value == .null
    case .notEqual: value != .null
    default: false
    }
  }

  fileprivate func fits(_ actual: JSON, _ wanted: JSON, caseExact: Bool) -> Bool {
    switch (actual, wanted) {
    case (.string(let left), .string(let right)):
      fits(Comparand(left, caseExact: caseExact), Comparand(right, caseExact: caseExact))
    case (.number(let left), .number(let right)): fits(order: left.compare(to: right))
    case (.bool(let left), .bool(let right)): fitsEquality(left == right)
    default: self == .notEqual
    }
  }

  private func fits(_ left: Comparand, _ right: Comparand) -> Bool {
    switch self {
    case .contains: left.text.contains(right.text)
    case .startsWith: left.text.hasPrefix(right.text)
    case .endsWith: left.text.hasSuffix(right.text)
    case .equal, .notEqual: fitsEquality(left.order(to: right) == 0)
    default: fits(order: left.order(to: right))
    }
  }

  private func fitsEquality(_ isEqual: Bool) -> Bool {
    switch self {
    case .equal: isEqual
    case .notEqual: !isEqual
    default: false
    }
  }

  private func fits(order: Int) -> Bool {
    switch self {
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    default: fitsEquality(order == 0)
    }
  }
}

/// A text made ready for comparison.
private struct Comparand {
  let original: String
  let text: String

  init(_ original: String, caseExact: Bool) {
    self.original = original
    text = caseExact ? original : original.lowercased()
  }

  /// Negative, 0 or positive. Dates of one instant in two zones are equal.
  func order(to other: Comparand) -> Int {
    if text == other.text { return 0 }
    if let left = SCIMDate.parse(original), let right = SCIMDate.parse(other.original) {
      return left < right ? -1 : (left == right ? 0 : 1)
    }
    return text < other.text ? -1 : 1
  }
}
