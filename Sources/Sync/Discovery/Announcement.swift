import SCIM

/// What a server says about itself. All of it may be absent, in another shape, or wrong
/// (PROVIDERS rule 10).
struct Announcement: Sendable {
  var config: ServiceProviderConfig?
  /// nil when the server does not say.
  var types: [Capabilities.ResourceType]?
  var schemas: [Schema] = []

  /// Asks the three discovery endpoints (RFC 7644 §4).
  ///
  /// Throws: only what would stop every other call too.
  static func read(by probe: Probe) async throws(SyncError) -> Announcement {
    var announcement = Announcement()
    // Salesforce spells it with an s (departs from RFC 7644 §4).
    for path in ["/ServiceProviderConfig", "/ServiceProviderConfigs"] {
      guard announcement.config == nil, let json = try await probe.json(path) else { continue }
      announcement.config = config(json)
    }
    if let json = try await probe.json("/ResourceTypes") {
      announcement.types = types(json, below: probe.basePath)
    }
    if let json = try await probe.json("/Schemas") {
      announcement.schemas = entries(json).compactMap { json in
        do throws(SCIMError) { return try Schema(json) } catch { return nil }
      }
    }
    return announcement
  }

  /// Which of the three endpoints answered in a way that can be read.
  var proof: Proof {
    let there = [
      (config != nil, "ServiceProviderConfig"), (types != nil, "ResourceTypes"),
      (!schemas.isEmpty, "Schemas"),
    ]
    let missing = there.filter { !$0.0 }.map(\.1)
    return Proof(
      .discovery, does: missing.isEmpty ? .proven : missing.count == 3 ? .absent : .refuted,
      missing.isEmpty ? "all three endpoints answer" : "without \(missing.joined(separator: ", "))")
  }

  /// A bare object, or the first of a list.
  private static func config(_ json: JSON) -> ServiceProviderConfig? {
    let isList = json.array != nil || json["Resources"]?.array != nil
    guard let object = isList ? entries(json).first : json else { return nil }
    do throws(SCIMError) {
      return try ServiceProviderConfig(object)
    } catch {
      return nil
    }
  }

  /// A list response, a bare array, or one bare object.
  private static func entries(_ json: JSON) -> [JSON] {
    do throws(SCIMError) {
      return try ListResponse(json).resources
    } catch {
      return json["id"] == nil && json["endpoint"] == nil ? [] : [json]
    }
  }

  private static func types(
    _ json: JSON, below base: String
  ) -> [Capabilities.ResourceType]? {
    let types = entries(json).compactMap { type($0, below: base) }
    return types.isEmpty ? nil : types
  }

  /// Names that types have whatever a server calls them, by their endpoint.
  static let names = [
    "/users": "User", "/groups": "Group", "/roles": "Role", "/entitlements": "Entitlement",
    "/accessrequests": "AccessRequest", "/devices": "Device",
  ]

  /// Names that types have by their core schema, wherever they are.
  private static let kinds = ["urn:ietf:params:scim:schemas:core:2.0:Device": "Device"]

  private static func type(_ json: JSON, below base: String) -> Capabilities.ResourceType? {
    guard let said = json["name"]?.string ?? json["id"]?.string, !said.isEmpty else { return nil }
    let endpoint = endpoint(json["endpoint"]?.string ?? "", name: said, below: base)
    return Capabilities.ResourceType(
      name: names[endpoint.lowercased()] ?? kinds[json["schema"]?.string ?? ""] ?? said,
      endpoint: endpoint,
      schema: json["schema"]?.string ?? "",
      extensions: json["schemaExtensions"]?.array?.compactMap { $0["schema"]?.string } ?? [])
  }

  /// Some servers leave it empty, without its slash, or give the whole URL or its path.
  private static func endpoint(_ said: String, name: String, below base: String) -> String {
    var path = said
    if !base.isEmpty, path.hasPrefix(base + "/") { path = String(path.dropFirst(base.count)) }
    if path.contains("://") { path = path.split(separator: "/").last.map(String.init) ?? "" }
    while path.hasSuffix("/") { path.removeLast() }
    if path.isEmpty { path = name.hasSuffix("s") ? name : name + "s" }
    return path.hasPrefix("/") ? path : "/" + path
  }
}
