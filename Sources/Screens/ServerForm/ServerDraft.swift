/// A server as somebody writes it down in the form: nothing of it is checked yet.
public struct ServerDraft: Hashable, Sendable {
  /// Where its token is. The token itself is never typed: it would stand in a file or on a screen.
  public enum SecretPlace: String, Hashable, Sendable, CaseIterable {
    case variable, file, program, none
  }

  /// Who sits at the keyboard; nil when the configuration says so already.
  public var operatorName: String?
  public var name: String
  public var url: String
  public var secretPlace: SecretPlace
  /// The variable's name, the file's path, or the program with its arguments.
  public var secret: String

  public init(
    operatorName: String?, name: String, url: String, secretPlace: SecretPlace, secret: String
  ) {
    self.operatorName = operatorName
    self.name = name
    self.url = url
    self.secretPlace = secretPlace
    self.secret = secret
  }
}

/// What is known of a draft: of the text at once, of the server once it was asked.
public struct ServerTest: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case good, missing, wrong, note }

  public struct Line: Hashable, Sendable {
    public var kind: Kind
    public var text: String

    public init(_ kind: Kind, _ text: String) {
      self.kind = kind
      self.text = text
    }
  }

  /// What is known of the text. Order: as the fields.
  public var lines: [Line]
  /// What the server says of itself; empty when it was not asked.
  public var answers: [Line]
  /// The server was asked, and said that it is one.
  public var hasAnswered: Bool

  /// Nothing is missing or wrong in the text.
  public var isComplete: Bool { firstObstacle == nil }
  /// Why it cannot be added as it is written; nil when it can.
  public var firstObstacle: String? {
    lines.first { $0.kind == .missing || $0.kind == .wrong }?.text
  }

  public init(lines: [Line], answers: [Line] = [], hasAnswered: Bool = false) {
    self.lines = lines
    self.answers = answers
    self.hasAnswered = hasAnswered
  }
}
