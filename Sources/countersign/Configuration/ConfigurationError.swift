/// What is wrong with a configuration file, and where.
struct ConfigurationError: Error, Hashable, Sendable {
  enum Code: String, Hashable, Sendable {
    case unreadable, syntax, unknownKey, missingKey, badValue, contradiction
  }

  var code: Code
  var file: String
  /// 1 for the first; nil when the file as a whole is meant.
  var line: Int?
  var sentence: String
  var advice: String

  /// Shape: `FILE:LINE: sentence advice`, as compilers print it.
  var text: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return advice.isEmpty ? "\(place): \(sentence)" : "\(place): \(sentence) \(advice)"
  }

  var failure: Failure {
    let place = line.map { "\(file):\($0)" } ?? file
    return Failure(
      .configuration, code: "configuration.\(code.rawValue)", "\(place): \(sentence)",
      advice: advice)
  }
}
