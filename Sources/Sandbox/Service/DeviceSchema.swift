import SCIM

extension Schema {
  /// RFC 9944 §3, as an inventory that others feed.
  static let device = Schema(
    id: "urn:ietf:params:scim:schemas:core:2.0:Device", name: "Device",
    description: "Something that somebody works with",
    attributes: [
      fixed("displayName", .string, "The name to show"),
      fixed("active", .boolean, "Whether it may be used"),
      SchemaAttribute(
        "mudUrl", .reference, description: "What it may do on the network",
        isCaseExact: true, mutability: .readOnly, referenceTypes: ["external"]),
    ])

  /// RFC 9944 §7: what a wired network knows it by.
  static let macAuthentication = Schema(
    id: "urn:ietf:params:scim:schemas:extension:ethernet-mab:2.0:Device", name: "EthernetMAB",
    description: "What the network knows the device by",
    attributes: [fixed("deviceMacAddress", .string, "Its address")])

  /// RFC 9944 has no owner: this is how one vendor could say it.
  static let ownership = Schema(
    id: "urn:countersign:params:scim:schemas:extension:ownership:1.0:Device", name: "Ownership",
    description: "Whose the device is",
    attributes: [
      SchemaAttribute(
        "owner", .complex, description: "Who works with it", mutability: .readOnly,
        subAttributes: [
          fixed("value", .string, "The account's id"),
          SchemaAttribute(
            "$ref", .reference, description: "The account's address", isCaseExact: true,
            mutability: .readOnly, referenceTypes: ["User"]),
          fixed("display", .string, "The name for people"),
        ]),
      fixed("serialNumber", .string, "What is printed on it"),
    ])

  private static func fixed(
    _ name: String, _ type: SchemaAttribute.DataType, _ text: String
  ) -> SchemaAttribute {
    SchemaAttribute(name, type, description: text, mutability: .readOnly)
  }
}

extension ResourceKind {
  static let device = ResourceKind(
    "Device", endpoint: "/Devices", about: "Device that somebody works with",
    schemas: [.device, .macAuthentication, .ownership], isReadOnly: true)
}
