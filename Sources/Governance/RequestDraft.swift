import Foundation

/// A request as it comes in by the form, the shell or a file: nothing in it is checked yet.
public struct RequestDraft: Hashable, Sendable, Codable {
  public var requester: PersonReference?
  public var beneficiary: PersonReference?
  public var items: [RequestItem]
  public var justification: String
  public var neededBy: Date?
  public var expires: Date?
  public var externalReference: String?

  public init(
    requester: PersonReference?, beneficiary: PersonReference?, items: [RequestItem],
    justification: String, neededBy: Date? = nil, expires: Date? = nil,
    externalReference: String? = nil
  ) {
    self.requester = requester
    self.beneficiary = beneficiary
    self.items = items
    self.justification = justification
    self.neededBy = neededBy
    self.expires = expires
    self.externalReference = externalReference
  }

  /// The pending request, once there are no problems; nil while there are.
  public func request(
    id: RequestID, origin: RequestOrigin, servers: Set<String>? = nil, now: Date
  ) -> AccessRequest? {
    guard let requester, let beneficiary, problems(servers: servers, now: now).isEmpty else {
      return nil
    }
    return AccessRequest(
      id: id, origin: origin, requester: requester, beneficiary: beneficiary, items: items,
      justification: justification, submitted: now, neededBy: neededBy, expires: expires,
      externalReference: externalReference)
  }
}

/// One thing wrong with a draft.
public struct RequestProblem: Hashable, Sendable, Codable {
  /// The field to mend. Shape: `beneficiary`, `items[1].duration` (0 for the first item).
  public var field: String
  /// What is wrong and what would be right, for people.
  public var sentence: String

  public init(field: String, sentence: String) {
    self.field = field
    self.sentence = sentence
  }
}

extension RequestDraft {
  // An approver reads it on one screen; a server may cut what is longer.
  static let longestJustification = 4_000
  static let mostItems = 100

  /// All that keeps the draft from being submitted. Order: as the form shows the fields.
  ///
  /// - Parameter servers: the configured servers; nil when they do not matter.
  public func problems(servers: Set<String>? = nil, now: Date) -> [RequestProblem] {
    people + itemProblems(servers: servers) + texts + dates(now: now)
  }

  private var people: [RequestProblem] {
    var problems: [RequestProblem] = []
    if requester?.key.rawValue.isEmpty ?? true {
      problems.append(.init(field: "requester", sentence: "Say who asks."))
    }
    if beneficiary?.key.rawValue.isEmpty ?? true {
      problems.append(.init(field: "beneficiary", sentence: "Say whom it is for."))
    }
    return problems
  }

  private var texts: [RequestProblem] {
    guard justification.count > Self.longestJustification else { return [] }
    return [
      .init(
        field: "justification",
        sentence: "Shorten it to \(Self.longestJustification) characters; put the rest in a ticket."
      )
    ]
  }

  private func dates(now: Date) -> [RequestProblem] {
    var problems: [RequestProblem] = []
    if let expires, expires <= now {
      problems.append(.init(field: "expires", sentence: "Give a moment that is still to come."))
    }
    if let neededBy, let expires, neededBy > expires {
      problems.append(
        .init(field: "neededBy", sentence: "It is needed only after the request has expired."))
    }
    return problems
  }

  private func itemProblems(servers: Set<String>?) -> [RequestProblem] {
    if items.isEmpty { return [.init(field: "items", sentence: "Ask for something.")] }
    if items.count > Self.mostItems {
      return [
        .init(field: "items", sentence: "Ask for at most \(Self.mostItems) things at a time.")
      ]
    }
    var problems: [RequestProblem] = []
    var ids: Set<String> = []
    var wanted: Set<EntitlementReference> = []
    for (index, item) in items.enumerated() {
      let field = "items[\(index)]"
      if item.id.isEmpty || !ids.insert(item.id).inserted {
        problems.append(.init(field: "\(field).id", sentence: "Give each item an id of its own."))
      }
      if !wanted.insert(item.entitlement).inserted {
        problems.append(
          .init(field: "\(field).value", sentence: "Another item names the same access already."))
      }
      problems += item.problems(field: field, servers: servers)
    }
    return problems
  }
}

extension RequestItem {
  fileprivate func problems(field: String, servers: Set<String>?) -> [RequestProblem] {
    var problems: [RequestProblem] = []
    let server = entitlement.server
    if entitlement.type != .manual, servers.map({ !$0.contains(server) }) ?? server.isEmpty {
      let known = (servers ?? []).sorted().joined(separator: ", ")
      problems.append(
        .init(
          field: "\(field).server",
          sentence: "No server is called “\(server)”."
            + (known.isEmpty ? " Add it with `countersign server add`." : " There are: \(known).")))
    }
    let isNamed = !entitlement.value.allSatisfy(\.isWhitespace)
    switch entitlement.type {
    case .account where isNamed:
      problems.append(
        .init(field: "\(field).value", sentence: "An account has no value: leave it empty."))
    case .group, .role, .entitlement, .manual:
      if !isNamed {
        problems.append(
          .init(field: "\(field).value", sentence: "Name the \(entitlement.type.rawValue)."))
      }
    case .account: break
    }
    return problems + durationProblems(field: "\(field).duration")
  }

  private func durationProblems(field: String) -> [RequestProblem] {
    guard let duration else { return [] }
    if operation == .revoke {
      return [.init(field: field, sentence: "Only a grant has an end: leave it out.")]
    }
    if ISODuration(iso: duration) == nil {
      return [
        .init(
          field: field,
          sentence: "“\(duration)” is no duration: write P7D for seven days, PT8H for eight hours.")
      ]
    }
    return []
  }
}
