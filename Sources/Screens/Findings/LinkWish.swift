import Governance

/// What the operator is about to say of an account, as far as it is said.
public struct LinkWish: Hashable, Sendable {
  public enum Account: Hashable, Sendable {
    case known(AccountReference)
    /// As typed. Shape: `chat:ada.okafor`.
    case named(String)
  }

  public enum Owner: Hashable, Sendable {
    case known(PersonReference)
    /// As typed: a name, a `userName`, a mail address or a key.
    case named(String)
    case nobodyElse
  }

  /// nil until it is asked for.
  public var account: Account?
  public var owner: Owner?
  public var reason: String

  public init(account: Account? = nil, owner: Owner? = nil, reason: String = "") {
    self.account = account
    self.owner = owner
    self.reason = reason
  }

  /// What the next prompt asks.
  var question: String {
    guard let account else { return "link which account (SERVER:NAME) to \(ownerName) " }
    guard owner != nil else { return "link \(Self.name(account)) to " }
    return owner == .nobodyElse
      ? "why keep \(Self.name(account)) apart " : "why is \(Self.name(account)) \(ownerName)'s "
  }

  private static func name(_ account: Account) -> String {
    switch account {
    case .known(let reference): reference.name
    case .named(let text): text
    }
  }

  private var ownerName: String {
    switch owner {
    case .known(let person): person.name
    case .named(let text): text
    case .nobodyElse, nil: "nobody"
    }
  }

  /// Takes the answer to ``question``. Returns why not; nil when it was taken.
  mutating func take(_ text: String) -> String? {
    let text = text.trimmed
    if account == nil {
      guard text.contains(":") else { return "Write SERVER:NAME, such as chat:ada.okafor." }
      account = .named(text)
    } else if owner == nil {
      if text.isEmpty { return "Name a person: a name, a user name or a mail address." }
      owner = .named(text)
    } else {
      if text.isEmpty { return "Say why: the audit log keeps it." }
      reason = text
    }
    return nil
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
