import Foundation
import Governance
import Store
import Sync
import Synchronization

/// The keys of the audit log: this operator's private ones, and the public ones that count here.
///
/// Files: `ID.key` a private key (mode 0600), `ID.pub` a trusted public key, `ID.ledger` from where
/// on a ledger is signed. `ID` is the first 16 digits of the key, or of the ledger's name.
final class KeyFolder: AuditSigner {
  let path: String
  /// Whose keys are used here: as the configuration calls the operator.
  let owner: String
  private let now: @Sendable () -> Date
  private let current = Mutex<OwnedAuditKey?>(nil)

  init(path: String, owner: String, now: @escaping @Sendable () -> Date) {
    self.path = path
    self.owner = owner
    self.now = now
  }

  /// This operator's, or the login's where the configuration names nobody.
  convenience init(_ places: Places, _ configuration: Configuration, _ invocation: Invocation) {
    self.init(
      path: places.keys, owner: configuration.operatorName ?? NSUserName(), now: invocation.now)
  }

  // MARK: Signing

  func key(except retired: Set<String>) throws(StoreError) -> OwnedAuditKey {
    if let known = current.withLock({ $0 }), !retired.contains(known.key.name) { return known }
    // Another process may have made a newer one.
    let found = try privateKeys().filter { $0.owner == owner && !retired.contains($0.name) }
      .max { $0.made < $1.made }
    let key: OwnedAuditKey
    if let seed = found?.seed, let stored = AuditKey(seed: seed) {
      key = OwnedAuditKey(key: stored, owner: owner)
    } else {
      key = try make()
    }
    current.withLock { $0 = key }
    return key
  }

  /// A new key of the owner's, trusted from the start.
  func make() throws(StoreError) -> OwnedAuditKey {
    let key = AuditKey()
    let stored = PrivateKey(name: key.name, owner: owner, made: now(), seed: key.seed)
    try trust(key.name, owner: owner)
    try write(stored, to: file(key.name, "key"))
    return OwnedAuditKey(key: key, owner: owner)
  }

  /// Removes a private key that signs nothing more; its signatures go on counting.
  func discard(_ key: String) throws(StoreError) {
    let file = file(key, "key")
    guard unlink(file) == 0 || errno == ENOENT else {
      throw Self.failure("\(file) cannot be removed: \(reason(errno)).", "Remove it by hand.")
    }
    current.withLock { $0 = nil }
  }

  func noteFirstSignature(of ledger: String, at sequence: Int64) throws(StoreError) {
    let file = file(ledger, "ledger")
    if FileManager.default.fileExists(atPath: file) { return }
    try write(LedgerNote(ledger: ledger, signedSince: sequence), to: file)
  }

  // MARK: Trust

  /// Whose signatures count in a ledger.
  func book(of ledger: String?) throws(StoreError) -> AuditKeyBook {
    let keys: [PublicKey] = try files("pub")
    let notes: [LedgerNote] = try files("ledger")
    return AuditKeyBook(
      owners: Dictionary(keys.map { ($0.name, $0.owner) }, uniquingKeysWith: { $1 }),
      signedSince: notes.first { $0.ledger == ledger }?.signedSince)
  }

  func trust(_ key: String, owner: String) throws(StoreError) {
    let file = file(key, "pub")
    if FileManager.default.fileExists(atPath: file) { return }
    try write(PublicKey(name: key, owner: owner, trusted: now()), to: file)
  }

  /// The private keys of this folder, whoever's.
  ///
  /// Throws: `signingKey` for a file that others may open.
  func privateKeys() throws(StoreError) -> [PrivateKey] { try files("key") }

  // MARK: Files

  struct PrivateKey: Codable {
    var name: String
    var owner: String
    var made: Date
    var seed: String
  }

  private struct PublicKey: Codable {
    var name: String
    var owner: String
    var trusted: Date
  }

  private struct LedgerNote: Codable {
    var ledger: String
    var signedSince: Int64
  }

  private func file(_ key: String, _ kind: String) -> String {
    "\(path)/\(AuditSignature.short(key)).\(kind)"
  }

  private func files<Value: Decodable>(_ kind: String) throws(StoreError) -> [Value] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw Self.failure(
        "The folder of the audit keys, \(path), cannot be read.",
        "Make it yours: chmod 700 \(PrivateFile.shellWord(path))"
      )
    }
    var values: [Value] = []
    for name in names.sorted() where name.hasSuffix(".\(kind)") {
      values.append(try read("\(path)/\(name)", isSecret: kind == "key"))
    }
    return values
  }

  private func read<Value: Decodable>(_ file: String, isSecret: Bool) throws(StoreError) -> Value {
    if isSecret, let fault = PrivateFile(path: file).fault {
      let then = "Then replace the key: countersign audit keys rotate"
      throw Self.failure(
        "The audit key \(file) \(fault.words).",
        "\(fault.advice(for: file)) \(fault == .unreadable ? "" : then)")
    }
    do {
      let decoder = JSONDecoder()
      decoder.dateDecodingStrategy = .iso8601
      return try decoder.decode(Value.self, from: Data(contentsOf: URL(filePath: file)))
    } catch {
      throw Self.failure(
        "\(file) is not as Countersign writes it.",
        "Put it back from a backup, or move it away: what it signed is then a stranger's, until"
          + " `countersign audit keys trust`.")
    }
  }

  /// Writes a file whole or not at all, for its owner alone.
  private func write(_ value: some Encodable, to file: String) throws(StoreError) {
    do {
      try Places.makeDirectory(path)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      encoder.dateEncodingStrategy = .iso8601
      try PrivateText(path: file).write(encoder.encode(value) + Data("\n".utf8))
    } catch {
      throw Self.failure(
        Failure(any: error).sentence,
        "Make room, or name another folder by $XDG_DATA_HOME.")
    }
  }

  private static func failure(_ sentence: String, _ advice: String) -> StoreError {
    StoreError(.signingKey, sentence, advice: advice)
  }
}
