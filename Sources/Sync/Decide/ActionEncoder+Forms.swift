import Governance
import SCIM

extension ActionEncoder {
  func path(of change: WriteChange) -> String {
    change.isOfGroup ? groupPath(change.resourceID) : userPath(change.resourceID)
  }

  /// The call that makes a change in the form that the server obeys, as far as that is known.
  func call(_ change: WriteChange) -> Call {
    call(change, habits?.obeyed(for: change.kind) ?? .path)
  }

  /// The call that makes a change in one form. A PUT has no body yet: that is made of the resource
  /// as it is at the moment of sending.
  ///
  /// Source: RFC 7644 §3.5.1 and §3.5.2.
  func call(_ change: WriteChange, _ form: WriteForm) -> Call {
    guard form != .whole else { return Call(method: "PUT", path: path(of: change)) }
    let body: JSON = [
      "schemas": [.string(SchemaURN.patchOp)], "Operations": [operation(change, form)],
    ]
    return Call(method: "PATCH", path: path(of: change), body: body.text)
  }

  /// Puts members of a group back as they were listed; nested groups say that they are some.
  func addMembers(_ members: [JSON], to group: String) -> Call {
    let values = members.map { member in
      var value: JSON = ["value": .string(member["value"]?.idText ?? member.idText ?? "")]
      if member["type"]?.string?.lowercased() == "group" { value["type"] = member["type"] }
      return value
    }
    let body: JSON = [
      "schemas": [.string(SchemaURN.patchOp)],
      "Operations": [["op": "add", "path": "members", "value": .array(values)]],
    ]
    return Call(method: "PATCH", path: groupPath(group), body: body.text)
  }

  private func operation(_ change: WriteChange, _ form: WriteForm) -> JSON {
    let attribute = change.attribute
    let values: JSON = [["value": .string(change.value)]]
    switch change.kind {
    case .addMember, .addValue:
      if form == .pathless { return ["op": "add", "value": .object([attribute: values])] }
      return ["op": "add", "path": .string(attribute), "value": values]
    case .removeMember, .removeValue:
      if form == .valueArray {
        return ["op": "remove", "path": .string(attribute), "value": values]
      }
      return [
        "op": "remove",
        "path": .string("\(attribute)[\(Filter.equal(AttributePath("value"), change.value))]"),
      ]
    case .setActive:
      let value: JSON = form == .text ? .string(change.value) : .bool(change.value == "true")
      if form == .pathless { return ["op": "replace", "value": .object([attribute: value])] }
      return ["op": "replace", "path": .string(attribute), "value": value]
    }
  }
}

extension JSON {
  /// The resource with a change made in it, for a PUT: all else stays as the server sent it, what we
  /// do not know included. Only `meta` is left out, which is the server's alone.
  ///
  /// nil when the resource does not show what is changed: a PUT would then take away what is hidden.
  func replaced(by change: WriteChange) -> JSON? {
    guard var object else { return nil }
    object["meta"] = nil
    if change.kind == .setActive {
      object["active"] = .bool(change.value == "true")
      return .object(object)
    }
    let shown = object[change.attribute]?.array
    // A user without roles has none; a group without members may hide them.
    guard var values = shown ?? (change.isOfGroup ? nil : []) else { return nil }
    values.removeAll { $0.isValue(change.value) }
    if [.addMember, .addValue].contains(change.kind) {
      values.append(["value": .string(change.value)])
    }
    object[change.attribute] = .array(values)
    return .object(object)
  }

  /// Whether an element of a multi-valued attribute is that value.
  func isValue(_ value: String) -> Bool { idText == value || self["value"]?.idText == value }
}
