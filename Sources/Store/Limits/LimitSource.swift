import Governance
import SCIM

/// Where the values of an attribute are, in SQL.
struct LimitSource {
  /// An expression that gives a value.
  var expression: String
  /// The rows that the values come from, from `FROM` on without the word; nil for one value.
  var rows: String?
  var kind: LimitAttribute.Kind
  /// True for what is never NULL: it is compared as it stands, so that an index helps.
  var isRequired = false

  init(
    _ expression: String, rows: String? = nil, _ kind: LimitAttribute.Kind = .text,
    isRequired: Bool = false
  ) {
    self.expression = expression
    self.rows = rows
    self.kind = kind
    self.isRequired = isRequired
  }
}

/// What a limit is about, with where each name's values are.
struct LimitVocabulary {
  /// Shape: `Requests`, to begin a sentence with.
  var what: String
  var names: [String]
  /// By name in lower case.
  var sources: [String: LimitSource]

  func source(of path: AttributePath) -> LimitSource? {
    path.schema == nil ? sources[path.description.lowercased()] : nil
  }

  /// Why a limit may not ask for it: what it keeps would tell what is hidden. nil when it may.
  func refusal(of path: AttributePath, _ visibility: Visibility) -> VisibilityRefusal? {
    if visibility.isUnlimited || path.schema != nil { return nil }
    return Self.attributes[path.description.lowercased()].flatMap(visibility.refusal(ofLimitOn:))
  }

  /// The attributes of people, by the names of all vocabularies in lower case.
  static let attributes: [String: String] = Dictionary(
    (LimitAttribute.requests + LimitAttribute.people).compactMap { name in
      name.attribute.map { (name.name.lowercased(), $0) }
    }, uniquingKeysWith: { $1 })

  /// Whether a value is of a moment, which may be written as a day.
  func isDate(_ path: AttributePath) -> Bool { source(of: path)?.kind == .date }

  /// What conditions of policies and scopes are checked by: what is privileged makes no difference.
  static let requests = queue(privileged: [])

  static func queue(privileged: [String]) -> LimitVocabulary {
    var sources = requestSources
    for role in ["beneficiary", "requester"] {
      let pid = """
        (SELECT p.pid FROM mirror_person_key k JOIN mirror_person p ON p.pid = k.pid
        WHERE k.key_hash = person_hash(ledger_request.\(role)_key)
          AND p.key = ledger_request.\(role)_key)
        """
      for (name, source) in PersonSources.all(pid: pid) { sources["\(role).\(name)"] = source }
      let name = LimitSource("ledger_request.\(role)_name", isRequired: true)
      sources["\(role).name"] = name
      sources["\(role).value"] = name
      sources[role] = name
      sources["\(role).key"] = LimitSource("ledger_request.\(role)_key", isRequired: true)
    }
    let rows = "ledger_item i WHERE i.request = ledger_request.id"
    for (name, source) in ItemSources.all(privileged: privileged) {
      for prefix in ["item", "items"] {
        sources["\(prefix).\(name)"] = LimitSource(source.expression, rows: rows, source.kind)
      }
    }
    sources["item"] = sources["item.display"]
    sources["items"] = sources["item.display"]
    return LimitVocabulary(
      what: "Requests", names: LimitAttribute.requests.map(\.name), sources: sources)
  }

  static let people: LimitVocabulary = {
    var sources = PersonSources.all(pid: "mirror_person.pid")
    for (name, column) in PersonSources.columns {
      sources[name] = LimitSource("nullif(mirror_person.\(column), '')")
    }
    return LimitVocabulary(
      what: "People", names: LimitAttribute.people.map(\.name), sources: sources)
  }()

  private static let requestSources: [String: LimitSource] = [
    "id": LimitSource("ledger_request.id", isRequired: true),
    "status": LimitSource("ledger_request.status", isRequired: true),
    "risk": LimitSource("ledger_request.risk", .number, isRequired: true),
    "age": LimitSource(
      "CAST((:limitNow - ledger_request.submitted) / 86400 AS INTEGER)", .number, isRequired: true),
    "justification": LimitSource("nullif(ledger_request.justification, '')"),
    "submitted": LimitSource("ledger_request.submitted", .date, isRequired: true),
    "due": LimitSource("ledger_request.needed_by", .date),
    "neededby": LimitSource("ledger_request.needed_by", .date),
    "expires": LimitSource("ledger_request.expires", .date),
    "externalreference": LimitSource("nullif(ledger_request.external_reference, '')"),
    "origin": LimitSource("ledger_request.origin", isRequired: true),
    "server": LimitSource("ledger_request.origin_server"),
  ]
}

/// The values of an item, `i`.
enum ItemSources {
  static func all(privileged: [String]) -> [String: LimitSource] {
    [
      "id": LimitSource("i.id"), "operation": LimitSource("i.operation"),
      "server": LimitSource("i.server"), "type": LimitSource("i.type"),
      "value": LimitSource("i.value"), "display": LimitSource("i.display"),
      "duration": LimitSource("i.duration"),
      "privileged": LimitSource(isPrivileged(privileged), .flag),
    ]
  }

  /// As ``EntitlementReader`` decides it: by patterns in which `*` stands for any text.
  private static func isPrivileged(_ patterns: [String]) -> String {
    let conditions = patterns.map { pattern in
      let like = LimitText.pattern(pattern).replacing("'", with: "''").replacing("*", with: "%")
      let wanted = "LIKE '\(like)' ESCAPE '\\'"
      return "i.display \(wanted) OR (i.type <> 'group' AND i.value \(wanted))"
    }
    guard !conditions.isEmpty else { return "0" }
    return "(i.type <> 'account' AND (\(conditions.joined(separator: " OR "))))"
  }
}

/// The values of a person whose `pid` an expression gives.
enum PersonSources {
  /// By name in lower case.
  static let columns = [
    ("name", "name"), ("department", "department"), ("title", "title"),
    ("username", "user_name"), ("mail", "mail"), ("key", "key"),
  ]

  static func all(pid: String) -> [String: LimitSource] {
    var sources: [String: LimitSource] = [:]
    for (name, column) in columns {
      sources[name] = LimitSource(
        "(SELECT nullif(q.\(column), '') FROM mirror_person q WHERE q.pid = \(pid))")
    }
    for (name, rows, expression, kind) in related {
      sources[name] = LimitSource(
        expression, rows: rows.replacing("PID", with: pid), kind)
    }
    for name in [
      "userType", "division", "organization", "costCenter", "employeeNumber", "externalId",
    ] {
      sources[name.lowercased()] = LimitSource(
        "nullif(user_field(x.json, '\(name)'), '')",
        rows: """
          mirror_account a JOIN mirror_resource x ON x.rid = a.rid WHERE a.pid = \(pid)
          """)
    }
    return sources
  }

  private static let related: [(String, String, String, LimitAttribute.Kind)] = [
    (
      "account", "mirror_account a JOIN mirror_server s ON s.id = a.server WHERE a.pid = PID",
      "s.name", .text
    ),
    ("active", "mirror_account a WHERE a.pid = PID", "a.is_active", .flag),
    (
      "group",
      """
      mirror_account a JOIN mirror_member m ON m.member_ref = a.ref
      JOIN mirror_entitlement e ON e.rid = m.group_rid AND e.server = a.server WHERE a.pid = PID
      """, "e.display", .text
    ),
    (
      "role",
      "mirror_account a JOIN mirror_value v ON v.rid = a.rid AND v.type = 'role' WHERE a.pid = PID",
      "v.display", .text
    ),
    (
      "entitlement",
      """
      mirror_account a JOIN mirror_value v ON v.rid = a.rid AND v.type = 'entitlement'
      WHERE a.pid = PID
      """, "v.display", .text
    ),
    (
      "manager",
      """
      mirror_account a JOIN mirror_resource_ref r ON r.ref = a.manager_ref
      JOIN mirror_account b ON b.rid = r.rid AND b.server = a.server
      JOIN mirror_person c ON c.pid = b.pid WHERE a.manager_ref IS NOT NULL AND a.pid = PID
      """, "c.name", .text
    ),
  ]
}
