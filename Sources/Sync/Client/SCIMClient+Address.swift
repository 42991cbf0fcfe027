import Governance

extension SCIMClient {
  var address: ServerAddress { ServerAddress(configuration.baseURL) }

  /// Why something that was decided for one address must not be sent to this client's, when the
  /// configured name points elsewhere by now; nil when it may. Code: `misplaced`.
  ///
  /// - Parameter text: as ``ServerAddress`` writes it; nil for what was decided before addresses were
  ///   kept.
  func misplaced(decidedFor text: String?) -> SyncError? {
    guard let text, text != address.text else { return nil }
    let server = configuration.name
    return SyncError(
      code: .misplaced, server: server,
      sentence: "This was decided for \(text), and \(server) is \(address.text) now:"
        + " nothing was sent.",
      advice: "Set the URL of \(server) back and retry; or retry as it is, and it goes to"
        + " \(address.text).")
  }
}
