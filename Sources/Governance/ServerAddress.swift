/// Where a server is, in the one spelling that two addresses are compared in.
///
/// Shape: `https://host/scim/v2`. What no address needs is left out: a user's name and password, a
/// query, a fragment, the scheme's own port, trailing slashes.
public struct ServerAddress: Hashable, Sendable {
  public let text: String

  public init(_ url: String) {
    let parts = url.split(separator: "://", maxSplits: 1).map(String.init)
    let scheme = parts.count == 2 ? parts[0].lowercased() : ""
    let rest = (parts.last ?? "").prefix { $0 != "?" && $0 != "#" }
    let authority = rest.prefix { $0 != "/" }
    var path = String(rest.dropFirst(authority.count))
    while path.hasSuffix("/") { path.removeLast() }
    var host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    for (name, port) in [("https", ":443"), ("http", ":80")]
    where scheme == name && host.hasSuffix(port) {
      host.removeLast(port.count)
    }
    text = (scheme.isEmpty ? "" : scheme + "://") + host.lowercased() + path
  }
}
