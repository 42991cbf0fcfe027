import Governance

extension Sample {
  static let findings = [
    Finding(
      kind: .orphanAccount, sentence: "hr knows nobody for the account on chat.",
      advice: "Link it to its owner, or ask that it is taken away.", person: person("Zed Old"),
      account: AccountReference(server: "chat", id: "7d1c-chat", userName: "zed"), since: at(-700)),
    Finding(
      kind: .correlationConflict,
      sentence: "code:a.okafor has the employee number of Ada Okafor, and another address.",
      advice: "Link it to Ada Okafor if it is theirs; else it stays as it is.",
      person: person("A Okafor"),
      account: AccountReference(server: "code", id: "311-code", userName: "a.okafor"),
      candidates: [ada]),
  ]
}
