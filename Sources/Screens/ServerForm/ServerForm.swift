import Terminal

/// The form that adds a server, and tests what is written as it is written.
struct ServerForm: Hashable, Sendable {
  enum Field: Int, Hashable, Sendable, CaseIterable {
    case operatorName, name, url, secretPlace, secret, add

    var label: String {
      switch self {
      case .operatorName: "you"
      case .name: "name"
      case .url: "address"
      case .secretPlace: "token in"
      case .secret: "which"
      case .add: ""
      }
    }
  }

  /// The configuration names nobody yet.
  let asksOperator: Bool
  var focus: Field
  var operatorName = LineEditor()
  var name = LineEditor()
  var url = LineEditor("https://")
  var secretPlace = ServerDraft.SecretPlace.variable
  var secret = LineEditor()
  /// Of the newest test.
  var generation = 0
  /// nil until the first answer.
  var test: ServerTest?
  /// The server is being asked.
  var isAsking = false
  /// What was last asked about: it is not asked again before something changed.
  var asked: ServerDraft?
  /// Adding was wanted before the server had answered; another time adds it all the same.
  var isForced = false
  var isAdding = false

  init(asksOperator: Bool) {
    self.asksOperator = asksOperator
    focus = asksOperator ? .operatorName : .name
  }

  var fields: [Field] {
    Field.allCases.filter {
      switch $0 {
      case .operatorName: asksOperator
      case .secret: secretPlace != .none
      default: true
      }
    }
  }

  var draft: ServerDraft {
    ServerDraft(
      operatorName: asksOperator ? operatorName.value.trimmed : nil, name: name.value.trimmed,
      url: url.value.trimmed, secretPlace: secretPlace, secret: secret.value.trimmed)
  }

  /// The text of a field that holds text.
  subscript(field: Field) -> LineEditor? {
    get {
      switch field {
      case .operatorName: operatorName
      case .name: name
      case .url: url
      case .secret: secret
      case .secretPlace, .add: nil
      }
    }
    set {
      guard let newValue else { return }
      switch field {
      case .operatorName: operatorName = newValue
      case .name: name = newValue
      case .url: url = newValue
      case .secret: secret = newValue
      case .secretPlace, .add: break
      }
    }
  }

  /// What to write into an empty field.
  func placeholder(_ field: Field) -> String {
    switch field {
    case .operatorName: "as your servers know you: you@example.com"
    case .name: "short, for columns: idp"
    case .url: "https://host/scim/v2"
    case .secret:
      switch secretPlace {
      case .variable: "an environment variable: IDP_TOKEN"
      case .file: "a file that only you can read: ~/.config/countersign/idp.token"
      case .program: "a program that prints it: pass show scim/idp"
      case .none: ""
      }
    case .secretPlace, .add: ""
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
