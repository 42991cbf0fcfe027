import Foundation

/// The certificate that we show in the TLS handshake, and where its key is.
public struct TLSIdentity: Hashable, Sendable, Codable {
  /// PEM.
  public var certificateFile: String
  /// PEM; nil where the key stands in the certificate's file.
  public var keyFile: String?
  /// `none` for a key that is not locked.
  public var keyPassword: SecretSource

  public init(
    certificateFile: String, keyFile: String? = nil, keyPassword: SecretSource = .none
  ) {
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.keyPassword = keyPassword
  }

  /// What is wrong with the files; nil for nothing.
  func fault(server: String) -> SyncError? {
    let key = keyFile ?? certificateFile
    if let fault = PrivateFile(path: key).fault {
      return SyncError(
        code: fault.code, server: server, sentence: "The TLS key file \(key) \(fault.words).",
        advice: fault.advice(for: key))
    }
    guard access(certificateFile, R_OK) == 0 else {
      return SyncError(
        code: .tokenUnreadable, server: server,
        sentence: "The TLS certificate file \(certificateFile) cannot be read.",
        advice: "Correct `tls_certificate_file`, or make the file readable to you.")
    }
    return nil
  }
}
