/// Reads filters by recursive descent: `or` binds loosest, then `and`, then `not` and comparisons.
struct FilterParser {
  /// Bounds the recursion of everything that walks a filter.
  static let partLimit = 1000
  static let depthLimit = 100

  private var lexer: FilterLexer
  private var parts = 0
  private var depth = 0
  private var isInBrackets = false

  init(_ text: String) { lexer = FilterLexer(text) }

  /// Goes on after what has been read already: for the value filter of a PATCH path.
  init(after lexer: FilterLexer) {
    self.lexer = lexer
    isInBrackets = true
  }

  mutating func parse() throws(FilterError) -> Filter {
    lexer.skipSpace()
    guard !lexer.isAtEnd else { throw FilterError(.empty, offset: lexer.offset) }
    let filter = try disjunction()
    guard lexer.isAtEnd else {
      throw error(lexer.peek == UInt8(ascii: ")") ? .missingParenthesis : .trailingText)
    }
    return filter
  }

  /// Reads a value filter up to and with its closing bracket; the lexer then stands behind it.
  mutating func parseInBrackets() throws(FilterError) -> (filter: Filter, lexer: FilterLexer) {
    let filter = try disjunction()
    guard lexer.take("]") else { throw error(.missingBracket) }
    return (filter, lexer)
  }

  private func error(_ problem: FilterError.Problem) -> FilterError {
    FilterError(problem, offset: lexer.offset)
  }

  private mutating func disjunction() throws(FilterError) -> Filter {
    var filter = try conjunction()
    while lexer.takeWord("or") { filter = .or(filter, try conjunction()) }
    return filter
  }

  private mutating func conjunction() throws(FilterError) -> Filter {
    var filter = try term()
    while lexer.takeWord("and") { filter = .and(filter, try term()) }
    return filter
  }

  /// One comparison, group or negation, and the white space around it.
  private mutating func term() throws(FilterError) -> Filter {
    lexer.skipSpace()
    defer { lexer.skipSpace() }
    parts += 1
    guard parts <= Self.partLimit else { throw error(.tooLong) }
    guard let next = lexer.peek, next != UInt8(ascii: ")"), next != UInt8(ascii: "]") else {
      throw error(.missingExpression)
    }
    if lexer.take("(") { return try group() }
    if let negation = try negation() { return negation }
    return try expression()
  }

  /// What follows an opening parenthesis, with the closing one.
  private mutating func group() throws(FilterError) -> Filter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw error(.tooLong) }
    let filter = try disjunction()
    guard lexer.take(")") else { throw error(.missingParenthesis) }
    return filter
  }

  /// `not (…)`; nil when what stands next is an attribute, which may be called `not` too.
  private mutating func negation() throws(FilterError) -> Filter? {
    let start = lexer
    guard lexer.takeWord("not") else { return nil }
    lexer.skipSpace()
    guard lexer.take("(") else {
      lexer = start
      return nil
    }
    return .not(try group())
  }

  /// An attribute path and what is said of it.
  private mutating func expression() throws(FilterError) -> Filter {
    let path = try lexer.path()
    let bracket = lexer
    if lexer.take("[") {
      guard !isInBrackets else { throw FilterError(.nestedBrackets, offset: bracket.offset) }
      return .complex(path, try brackets())
    }
    lexer.skipSpace()
    let word = lexer
    let name = lexer.letters().lowercased()
    guard !name.isEmpty else { throw error(.missingOperator) }
    if name == "pr" { return .present(path) }
    guard let comparison = Filter.Operator(rawValue: name) else {
      throw FilterError(.unknownOperator, offset: word.offset)
    }
    lexer.skipSpace()
    guard !lexer.isAtEnd else { throw error(.badValue) }
    return .compare(path, comparison, try lexer.value())
  }

  private mutating func brackets() throws(FilterError) -> Filter {
    isInBrackets = true
    defer { isInBrackets = false }
    let filter = try disjunction()
    guard lexer.take("]") else { throw error(.missingBracket) }
    return filter
  }
}
