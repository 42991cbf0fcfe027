import SCIM

/// A group's members as they were before a call that may empty the group.
struct SavedMembers: Hashable, Sendable {
  /// Order: as the server listed them.
  var list: [JSON]
  /// The call did, and putting them back has begun.
  var isRestoring = false

  init(list: [JSON]) { self.list = list }

  /// nil for what is no such text.
  init?(text: String) {
    do throws(JSONError) {
      let json = try JSON(parsing: text)
      guard let list = json["members"]?.array else { return nil }
      self.list = list
      isRestoring = json["isRestoring"]?.bool ?? false
    } catch {
      return nil
    }
  }

  var text: String {
    (["members": .array(list), "isRestoring": .bool(isRestoring)] as JSON).text
  }

  /// Who has to be put back into the group as it is now; nobody unless the call emptied it.
  ///
  /// Others may have left meanwhile by somebody's wish: only when nobody is left but the one whom
  /// the call was about did the call do it.
  func lost(by change: WriteChange, now members: [JSON]) -> [JSON] {
    let others = list.filter { !$0.isValue(change.value) }
    let gone = others.filter { other in
      !members.contains { $0.isValue(other["value"]?.idText ?? other.idText ?? "") }
    }
    return isRestoring || gone.count == others.count ? gone : []
  }
}

extension Observation {
  /// The User or Group that a change is of; nil when it was not seen or is not there.
  func document(of change: WriteChange) -> JSON? {
    (change.isOfGroup ? groups[change.resourceID] : users[change.resourceID]) ?? nil
  }

  /// The members that the changed group lists; nil for a user, for a group that lists none, and
  /// where not all of them were read.
  func members(of change: WriteChange) -> [JSON]? {
    guard change.isOfGroup, !isPartial(change) else { return nil }
    return document(of: change)?["members"]?.array
  }

  /// Whether the changed group is a long one of which only some members were read.
  func isPartial(_ change: WriteChange) -> Bool { document(of: change)?.isPartial ?? false }
}
