/// Reads the keys of one table, and holds that each has been asked for.
struct SettingsReader {
  let document: TOMLDocument
  /// Shape: `server[0]`; empty for the top of the file.
  let prefix: String
  let members: [String: TOMLNode]

  func path(_ key: String) -> String { prefix.isEmpty ? key : "\(prefix).\(key)" }

  /// Throws: `unknownKey` for the first key that is none of ours, with the nearest right one.
  func refuseUnknown(known: [String]) throws(ConfigurationError) {
    let strange = members.keys.filter { !known.contains($0) }
    let first = strange.min { left, right in
      let (a, b) = (document.lines.line(of: path(left)), document.lines.line(of: path(right)))
      return (a ?? .max, left) < (b ?? .max, right)
    }
    guard let first else { return }
    let advice =
      Spelling.nearest(to: first, among: known).map { "Did you mean “\($0)”?" }
      ?? "Known here: \(known.joined(separator: ", "))."
    throw document.error(.unknownKey, at: path(first), "Unknown key “\(first)”.", advice: advice)
  }

  func text(_ key: String) throws(ConfigurationError) -> String? {
    guard let node = members[key] else { return nil }
    guard case .text(let text) = node else { throw wrongKind(key, node, wanted: "a text") }
    guard !text.isEmpty else {
      throw document.error(
        .badValue, at: path(key), "“\(key)” is empty.", advice: "Give it a value, or remove it.")
    }
    return text
  }

  func whole(_ key: String, within range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
    guard let node = members[key] else { return nil }
    guard case .whole(let number) = node else {
      throw wrongKind(key, node, wanted: "a whole number")
    }
    guard range.contains(number) else {
      throw document.error(
        .badValue, at: path(key), "“\(key)” is \(number).",
        advice: "Give a number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  func truth(_ key: String) throws(ConfigurationError) -> Bool? {
    guard let node = members[key] else { return nil }
    guard case .truth(let truth) = node else { throw wrongKind(key, node, wanted: "true or false") }
    return truth
  }

  func texts(_ key: String) throws(ConfigurationError) -> [String]? {
    guard let node = members[key] else { return nil }
    guard case .list(let list) = node else {
      throw wrongKind(key, node, wanted: "a list of texts")
    }
    var texts: [String] = []
    for element in list {
      guard case .text(let text) = element, !text.isEmpty else {
        throw wrongKind(key, element, wanted: "a list of texts")
      }
      texts.append(text)
    }
    return texts
  }

  /// Throws: `badValue` unless the text is one of the choices, with the nearest of them.
  func choice(_ key: String, among choices: [String]) throws(ConfigurationError) -> String? {
    guard let text = try text(key) else { return nil }
    guard !choices.contains(text) else { return text }
    throw notAChoice(key, text, choices)
  }

  func notAChoice(_ key: String, _ text: String, _ choices: [String]) -> ConfigurationError {
    let advice =
      Spelling.nearest(to: text, among: choices).map { "Did you mean “\($0)”?" }
      ?? "Use one of: \(choices.joined(separator: ", "))."
    return document.error(.badValue, at: path(key), "“\(key)” is “\(text)”.", advice: advice)
  }

  func wrongKind(_ key: String, _ node: TOMLNode, wanted: String) -> ConfigurationError {
    document.error(
      .badValue, at: path(key), "“\(key)” is \(node.kind).", advice: "It must be \(wanted).")
  }
}
