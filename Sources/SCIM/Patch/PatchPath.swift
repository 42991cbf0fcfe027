/// What a PATCH operation changes: `members`, `name.familyName`, `members[value eq "2819c223"]`,
/// `addresses[type eq "work"].streetAddress`.
///
/// Source: `PATH` in RFC 7644 figure 7.
public struct PatchPath: Hashable, Sendable {
  /// The attribute, and the sub-attribute even where a filter stands between the two.
  public var attribute: AttributePath
  /// Which values of the multi-valued attribute are meant; nil for all.
  public var filter: Filter?

  public init(_ attribute: AttributePath, filter: Filter? = nil) {
    self.attribute = attribute
    self.filter = filter
  }

  /// Throws: when the text is not a path, with the offset of what is wrong.
  public init(parsing text: String) throws(FilterError) {
    var lexer = FilterLexer(text)
    attribute = try lexer.path()
    if attribute.subAttribute == nil, lexer.take("[") {
      var parser = FilterParser(after: lexer)
      let brackets = try parser.parseInBrackets()
      filter = brackets.filter
      lexer = brackets.lexer
      if lexer.take(".") { attribute.subAttribute = try lexer.name() }
    }
    guard lexer.isAtEnd else { throw FilterError(.badPath, offset: lexer.offset) }
  }

  /// Throws: `invalidPath` when the text is not a path.
  init(checking text: String) throws(SCIMError) {
    do {
      try self.init(parsing: text)
    } catch {
      throw .invalidPath(error.sentence)
    }
  }
}

extension PatchPath: CustomStringConvertible {
  public var description: String {
    let sub = attribute.subAttribute.map { "." + $0 } ?? ""
    return attribute.parent.description + (filter.map { "[\($0)]" } ?? "") + sub
  }
}
