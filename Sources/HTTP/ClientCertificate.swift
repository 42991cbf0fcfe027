/// A certificate of our own for servers that ask for one in the TLS handshake.
public struct ClientCertificate: Hashable, Sendable {
  /// PEM: the certificate, then those between it and its authority.
  public var certificateFile: String
  /// PEM; nil where the key stands in the certificate's file.
  public var keyFile: String?
  /// nil for a key that is not locked.
  public var keyPassword: String?

  public init(certificateFile: String, keyFile: String? = nil, keyPassword: String? = nil) {
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.keyPassword = keyPassword
  }
}

extension ClientCertificate: CustomStringConvertible, CustomReflectable {
  public var description: String { "the client certificate \(certificateFile)" }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
