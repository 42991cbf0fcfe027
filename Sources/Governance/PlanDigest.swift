import Crypto

extension Plan {
  /// The whole plan as it was shown; only the ages and versions of its facts are left out, for a
  /// plan stays the same while the facts hold.
  public var canonical: CanonicalJSON {
    [
      "request": .string(request.rawValue),
      "operations": .array(operations.map(\.canonical)),
      "obstacles": .array(obstacles.map { .string($0) }),
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  /// SHA-256 of the canonical plan, in lowercase hexadecimal.
  public var digest: String { Digest.sha256(canonical.utf8) }
}

extension PlannedOperation {
  /// All that a decision is bound to.
  public var canonical: CanonicalJSON {
    [
      "number": .optional(number),
      "item": .string(item),
      "server": .string(server),
      "call": call?.canonical ?? nil,
      "presumes": .array(presumes.map(\.canonical)),
      "establishes": .array(establishes.map(\.canonical)),
      "target": .optional(target),
      "effect": .string(effect),
      "before": .string(before),
      "after": .string(after),
      "inverse": inverse?.canonical ?? nil,
      "needs": .array(needs.map { .optional($0) }),
      "usesIDCreatedBy": .optional(usesIDCreatedBy),
      "ends": .optional(ends),
      "delay": .optional(delay),
    ]
  }
}

extension Call {
  /// Method, path and the body's text as it will be sent.
  public var canonical: CanonicalJSON {
    ["method": .string(method), "path": .string(path), "body": .optional(body)]
  }
}

extension PresumedFact {
  /// The fact without when and at which version it was read.
  public var canonical: CanonicalJSON {
    [
      "kind": .string(kind.rawValue),
      "subject": .string(subject),
      "object": .string(object),
      "sentence": .string(sentence),
    ]
  }
}

/// Digests as this program writes them.
public enum Digest {
  /// SHA-256 in lowercase hexadecimal, 64 characters.
  public static func sha256(_ bytes: [UInt8]) -> String {
    Hexadecimal.text(SHA256.hash(data: bytes))
  }
}
