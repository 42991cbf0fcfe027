import Foundation
import Sync

extension ServerConfiguration {
  /// A sentence where whoever is on the way to the server can read the token; nil where nobody is:
  /// the way is encrypted, or does not leave this machine.
  var plainWarning: String? {
    guard let parts = URLComponents(string: baseURL), parts.scheme?.lowercased() == "http",
      let host = parts.host, !Self.isLoopback(host)
    else { return nil }
    return "\(name) is asked without encryption: whoever is on the way to \(host) reads the token"
      + " and all that it shows. Give it an https address."
  }

  private static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased().trimmingCharacters(in: ["[", "]"])
    if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
    // 127.0.0.0/8, and nothing that only begins so.
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
  }
}
