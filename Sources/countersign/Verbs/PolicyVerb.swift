import ArgumentParser
import Foundation
import Governance
import Store
import Terminal

struct PolicyVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Look at the rules of who must agree.",
    subcommands: [PolicyCheckVerb.self, PolicyTestVerb.self])
}

struct PolicyCheckVerb: ParsableCommand, Verb {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say in words what policy.toml asks for, and what cannot work.",
    discussion: """
      Looks up who is meant, and tries the conditions on the requests that are known. Changes \
      nothing. Exit status 1 when a step cannot be passed by anybody.
      """)

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation) async throws {
    let session = try Session.open(options, in: invocation)
    let findings = try PolicyExamination(session: session).findings()
    if session.isJSON {
      for finding in findings { session.console.line(try Records.line(finding)) }
    } else {
      let hasFile = FileManager.default.fileExists(atPath: session.places.policy)
      session.console.line(hasFile ? session.places.policy : "There is no policy.toml.")
      for line in PolicyWords.lines(session.policy) {
        session.console.prose(DisplayText.visible(line))
      }
      for finding in findings {
        session.console.prose(
          DisplayText.visible(
            "\(finding.level.mark) \(finding.about): \(finding.sentence) \(finding.advice)"))
      }
    }
    if let failure = findings.compactMap(\.failure).first { throw failure }
  }
}

/// A policy in words.
enum PolicyWords {
  static func lines(_ policy: Policy) -> [String] {
    let place = policy.order == .inTurn ? "one after the other" : "side by side"
    var lines = ["Every request must pass, \(place):"]
    lines += policy.steps.map { step in
      "  \(step.name): \(step.words)" + (step.condition.map { ", where \($0)" } ?? "")
    }
    if policy.steps.allSatisfy({ $0.condition != nil }) {
      lines.append("  where no step applies: one approval by anyone whom it does not concern")
    }
    if !policy.rules.isEmpty { lines.append("Rules, looked at when a request comes in:") }
    lines += policy.rules.map { rule in
      let what =
        switch rule.effect {
        case .approve: "is approved"
        case .deny: "is denied, whatever else applies"
        case .require(let step): "must pass one step more: \(step.words)"
        }
      return "  \(rule.name): what fits \(rule.condition) \(what)"
    }
    if !policy.separations.isEmpty { lines.append("Nobody may hold together:") }
    lines += policy.separations.map { set in
      let names = set.members.map(\.text).joined(separator: " and ")
      let remedy =
        switch set.remedy {
        case .block: ""
        case .approval(let step): ", except with a reason, an end, and a yes by \(step.words)"
        }
      return "  \(set.name): \(names)\(remedy)"
    }
    return lines + circumstances(policy)
  }

  private static func circumstances(_ policy: Policy) -> [String] {
    let usual = Risk.Weights()
    let other = Risk.Weights.fields.filter {
      policy.weights[keyPath: $0.path] != usual[keyPath: $0.path]
    }
    var lines = other.isEmpty ? [] : ["Risk, other than usual:"]
    lines += other.map {
      "  \($0.name): \(policy.weights[keyPath: $0.path]) instead of \(usual[keyPath: $0.path]),"
        + " \($0.words)"
    }
    if let hours = policy.hours { lines.append("People work \(hours.words).") }
    lines += policy.time?.words ?? []
    lines += policy.roles.map { role in
      let who = role.members.map(\.words).joined(separator: " or ")
      let can = role.can.map(\.words).joined(separator: ", ")
      var words = "Role \(role.name), \(who): may \(can.isEmpty ? "do nothing" : can); sees"
      words += " \(role.people.rawValue)"
      if !role.hidden.isEmpty { words += ", not \(role.hidden.joined(separator: ", "))" }
      if !role.masked.isEmpty { words += ", a hint of \(role.masked.joined(separator: ", "))" }
      return words + "."
    }
    if let emergency = policy.breakGlass {
      let length = ISODuration(iso: emergency.duration)?.human ?? emergency.duration
      lines.append(
        "In an emergency \(emergency.who.map(\.words).joined(separator: " or ")) may take"
          + " \(emergency.access.map(\.text).joined(separator: ", ")) for \(length);"
          + " \(emergency.reviewers.map(\.words).joined(separator: " or ")) reviews it.")
    }
    if policy.takesLess ?? false { lines.append("An approver may give less without asking.") }
    return lines
  }
}
