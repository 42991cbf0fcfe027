import Foundation
import GRDB
import Governance
import SCIM

/// Keeps what is derived from a resource: people, members, names, shared requests.
struct ContentWriter {
  let database: Database
  private let collection: Collection
  private let isWhole: Bool
  private let rests: [String: MemberRest]
  private let now: Date
  private let settings: StoreSettings
  private let accounts: AccountWriter?
  private let groups: GroupWriter?
  private let devices: DeviceWriter?

  init(
    _ database: Database, collection: Collection, tail: MirrorTail, settings: StoreSettings,
    isWhole: Bool, rests: [String: MemberRest] = [:], now: Date
  ) throws {
    self.database = database
    self.collection = collection
    self.isWhole = isWhole
    self.rests = rests
    self.now = now
    self.settings = settings
    let seconds = now.timeIntervalSince1970
    accounts =
      collection.type == Collection.users
      ? try AccountWriter(
        database, collection: collection, tail: tail, settings: settings, now: seconds) : nil
    groups =
      collection.type == Collection.groups
      ? try GroupWriter(database, collection: collection, settings: settings, now: seconds) : nil
    devices =
      collection.type == Collection.devices
      ? try DeviceWriter(database, collection: collection) : nil
  }

  func add(
    _ rid: Int64, ref: Int64, _ element: ScannedPage.Element, _ bytes: [UInt8]
  ) throws {
    let id = element.resource.id
    switch element.resource.columns {
    case .user(let user): try accounts?.add(rid, ref: ref, user)
    case .group(let columns):
      try groups?.save(rid, id: id, members(columns), isNew: true, isWhole: isWhole)
    case .other: try saveOther(rid, id, bytes[element.range])
    }
  }

  /// `old`: the JSON text that it had, where it is a user's.
  func change(
    _ rid: Int64, ref: Int64, _ resource: ScannedResource, _ bytes: [UInt8], _ range: Range<Int>,
    old: [UInt8]
  ) throws {
    switch resource.columns {
    case .user(let user):
      try accounts?.change(rid, ref: ref, user, from: old, to: Array(bytes[range]))
    case .group(let columns):
      try groups?.save(rid, id: resource.id, members(columns), isNew: false, isWhole: isWhole)
    case .other: try saveOther(rid, resource.id, bytes[range])
    }
  }

  private func members(_ columns: ResourceScanner.GroupColumns) -> GroupMembers {
    GroupMembers(columns, rests: rests)
  }

  /// Forgets what was derived, after the resource itself is gone.
  ///
  /// `old`: the JSON text that it had, where it is a user's. `isForgotten`: nobody took it away.
  func remove(_ rid: Int64, id: String, old: [UInt8]?, isForgotten: Bool) throws {
    switch collection.type {
    case Collection.users: try accounts?.remove(rid, id: id, old: isForgotten ? nil : old)
    case Collection.groups:
      let display = try String.fetchOne(
        database, sql: "SELECT display FROM mirror_entitlement WHERE rid = ?", arguments: [rid])
      try groups?.remove(rid, id: id, display: display ?? id, isForgotten: isForgotten)
    case Collection.accessRequests:
      try SharedRequests(database, collection: collection, now: now).withdraw(id)
    case Collection.devices: try devices?.remove(rid)
    default: try EntitlementWriter(database, server: collection.server).remove(rid)
    }
  }

  // The resource types of draft-ietf-scim-roles-entitlements-01, and ours.
  private static let catalogues: [String: EntitlementType] = [
    "Role": .role, "Entitlement": .entitlement,
  ]

  private func saveOther(_ rid: Int64, _ id: String, _ bytes: ArraySlice<UInt8>) throws {
    if collection.type == Collection.accessRequests {
      try SharedRequests(database, collection: collection, now: now).take(id, bytes)
    }
    if let devices { return try devices.save(rid, JSON(parsing: bytes)) }
    guard let type = Self.catalogues[collection.type] else { return }
    let json = try JSON(parsing: bytes)
    guard let value = json["value"]?.string ?? json["id"]?.string else { return }
    let display = json["display"]?.string ?? json["displayName"]?.string ?? value
    try EntitlementWriter(database, server: collection.server).save(
      rid, type: type, value: value, display: display)
  }
}
