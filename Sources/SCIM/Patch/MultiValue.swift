/// The values of a multi-valued attribute: no value twice, at most one primary (RFC 7643 §2.4).
struct MultiValue {
  private(set) var elements: [JSON]

  init(_ elements: [JSON]) { self.elements = elements }

  /// > A value that is there already changes nothing (RFC 7644 §3.5.2.1).
  ///
  /// Values with the same `value` and `type` are one; what is new in the one added is taken over.
  func adding(_ added: [JSON]) throws(SCIMError) -> [JSON] {
    var result = elements
    var places: [String: [Int]] = [:]
    for (index, element) in elements.enumerated() {
      places[Self.key(element), default: []].append(index)
    }
    var changed: [Int] = []
    for element in added {
      let key = Self.key(element)
      if let index = places[key]?.first(where: { Self.isSame(result[$0], element) }) {
        if let old = result[index].object, let new = element.object {
          result[index] = .object(old.merging(new))
        }
        changed.append(index)
      } else {
        places[key, default: []].append(result.count)
        changed.append(result.count)
        result.append(element)
      }
    }
    return try MultiValue(result).settled(changed: changed)
  }

  /// > Where a value becomes the primary one, the one before no longer is (RFC 7644 §3.5.2).
  ///
  /// Throws: `invalidValue` when two of the values that changed claim to be primary.
  func settled(changed: some Sequence<Int>) throws(SCIMError) -> [JSON] {
    let claims = Set(changed.filter { elements.indices.contains($0) && isPrimary(elements[$0]) })
    guard let winner = claims.first else { return elements }
    guard claims.count == 1 else { throw .invalidValue("Only one value can be primary.") }
    var result = elements
    for index in result.indices where index != winner && isPrimary(result[index]) {
      result[index]["primary"] = false
    }
    return result
  }

  private func isPrimary(_ element: JSON) -> Bool { element["primary"]?.bool == true }

  /// Equal for values that may be the same.
  private static func key(_ element: JSON) -> String {
    (element["value"] ?? (element.object == nil ? element : .null)).text
  }

  private static func isSame(_ old: JSON, _ new: JSON) -> Bool {
    guard old.object != nil, new.object != nil, let value = new["value"] else {
      return old == new
    }
    guard value == old["value"] else { return false }
    guard let type = new["type"]?.string, let oldType = old["type"]?.string else { return true }
    return type.lowercased() == oldType.lowercased()
  }

  /// Whether the value to remove means the element: by `value` where there is one, else by
  /// everything that it says.
  static func names(_ removed: JSON, _ element: JSON) -> Bool {
    guard let wanted = removed.object else { return removed == (element["value"] ?? element) }
    if let value = wanted["value"], wanted["type"] == nil { return value == element["value"] }
    return wanted.members.allSatisfy { $0.value == element[$0.key] }
  }
}

extension JSONObject {
  /// This object with the members of another set in it; null removes.
  func merging(_ other: JSONObject) -> JSONObject {
    var result = self
    for member in other.members { result[member.key] = member.value == .null ? nil : member.value }
    return result
  }
}

extension Filter {
  /// The value that a filter of nothing but `eq` and `and` describes; nil for any other filter.
  var describedValue: JSON? {
    switch self {
    case .compare(let path, .equal, let value) where path.subAttribute == nil:
      return .object([path.attribute: value])
    case .and(let left, let right):
      guard let left = left.describedValue?.object, let right = right.describedValue?.object else {
        return nil
      }
      return .object(left.merging(right))
    default: return nil
    }
  }
}
