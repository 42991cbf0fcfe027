/// The verbs' part of the manual.
enum ManualVerbs {
  /// - Parameter level: of the verbs' headings.
  static func blocks(level: Int) throws -> [ManualBlock] {
    let global = Set(
      try (VerbHelp.everywhere().arguments ?? []).map(\.title) + ["--version"])
    var blocks = [
      ManualBlock.paragraph(
        "Without a verb the screens open. Every verb takes these options, and `--version`:")
    ]
    blocks += try (VerbHelp.everywhere().arguments ?? []).map(item)
    for verb in try VerbHelp.program().shownSubcommands {
      blocks += describe(verb, after: "countersign", level, global)
    }
    return blocks
  }

  private static func describe(
    _ verb: VerbHelp, after parent: String, _ level: Int, _ global: Set<String>
  ) -> [ManualBlock] {
    let name = "\(parent) \(verb.commandName)"
    let own = (verb.arguments ?? []).filter { $0.shouldDisplay && !global.contains($0.title) }
    let isGroup = !verb.shownSubcommands.isEmpty
    let usage = ([name] + own.filter(\.isPositional).map(\.usage)).joined(separator: " ")
    var blocks = [ManualBlock.heading(isGroup ? "\(name) <verb>" : usage, level: level)]
    if let abstract = verb.abstract { blocks.append(.paragraph(abstract)) }
    if let discussion = verb.discussion {
      // Lines of their own are to be typed, or read as they stand.
      blocks.append(
        discussion.contains("\n") ? .verbatim(discussion) : .paragraph(discussion))
    }
    blocks += own.map(item)
    for inner in verb.shownSubcommands {
      blocks += describe(inner, after: name, level, global)
    }
    return blocks
  }

  private static func item(_ argument: VerbHelp.Argument) -> ManualBlock {
    let value = argument.kind == "option" ? "<\(argument.valueName ?? "value")>" : ""
    let often = argument.kind == "option" && argument.isRepeating ? " (may be repeated)" : ""
    return .item(term: argument.title, note: value + often, text: argument.text)
  }
}
