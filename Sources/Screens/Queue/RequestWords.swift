import Foundation
import Governance
import Terminal

extension AccessRequest {
  /// Shape: `Ada Okafor + production-db-readers 7d`.
  public var title: String { "\(beneficiary.name) \(RequestWords.access(self).text)" }
}

/// The words and marks that all screens use for requests, so that they mean the same everywhere.
enum RequestWords {
  static let highRisk = 60
  static let mediumRisk = 30

  static func riskRole(_ score: Int) -> StyleRole {
    score >= highRisk ? .riskHigh : score >= mediumRisk ? .riskMedium : .riskLow
  }

  /// `72 ▲`: the mark says what the colour says.
  static func risk(_ score: Int) -> StyledText {
    StyledText("\(score) \(riskMark(score))", riskRole(score))
  }

  /// How much a reason weighs, in eight columns for what makes a risk high by itself.
  static func bar(_ points: Int) -> String {
    let eighths = max(1, min(64, points * 64 / highRisk))
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    let full = String(repeating: "█", count: eighths / 8) + partial
    return full + String(repeating: " ", count: 8 - full.count)
  }

  private static func riskMark(_ score: Int) -> String {
    score >= highRisk ? "▲" : score >= mediumRisk ? "△" : " "
  }

  static func mark(_ operation: ItemOperation) -> String { operation == .grant ? "+" : "−" }

  static func role(_ operation: ItemOperation) -> StyleRole {
    operation == .grant ? .added : .removed
  }

  static func name(_ item: RequestItem) -> String {
    if !item.display.isEmpty { return item.display }
    if item.entitlement.type == .account { return "account on \(item.entitlement.server)" }
    return item.entitlement.value
  }

  /// `+ production-db-readers 7d`, and how many more items there are. The name is what gives way
  /// when the width does not suffice: how long and how many are not to be missed.
  static func access(_ request: AccessRequest, width: Int = Int.max) -> StyledText {
    guard let item = request.items.first else { return StyledText("nothing", .dim) }
    var tail = item.duration.map { " \(short($0))" } ?? ""
    if request.items.count > 1 { tail += " +\(request.items.count - 1) more" }
    let room = width == Int.max ? width : max(6, width - 2 - tail.count)
    return StyledText("\(mark(item.operation)) ", role(item.operation))
      + StyledText(DisplayText.truncated(name(item), to: room)) + StyledText(tail, .dim)
  }

  static func servers(_ request: AccessRequest) -> String {
    var names: [String] = []
    for item in request.items where !names.contains(item.entitlement.server) {
      names.append(item.entitlement.server)
    }
    return names.joined(separator: " ")
  }

  static func requester(_ request: AccessRequest) -> String {
    request.requester.key == request.beneficiary.key ? "self" : request.requester.name
  }

  static func reason(_ request: AccessRequest) -> String {
    guard let reference = request.externalReference, !reference.isEmpty,
      !request.justification.contains(reference)
    else { return request.justification }
    return request.justification.isEmpty ? reference : "\(reference) \(request.justification)"
  }

  /// `7d`, for a duration that a request carries.
  static func short(_ duration: String) -> String { ISODuration(iso: duration)?.human ?? duration }

  static func status(_ request: AccessRequest) -> StyledText {
    switch request.status {
    case .draft: StyledText("· draft", .dim)
    case .pending: StyledText("… pending", .text)
    case .approved: StyledText("✓ approved", .ok)
    case .denied: StyledText("✗ denied", .removed)
    case .cancelled: StyledText("· withdrawn", .dim)
    case .expired: StyledText("· expired", .dim)
    }
  }

  /// Why nothing is left to decide, as a sentence.
  static func ended(_ request: AccessRequest) -> String {
    switch request.status {
    case .draft: "It was not submitted yet."
    case .pending: "It still waits for a decision."
    case .approved: "It was approved already."
    case .denied: "It was denied already."
    case .cancelled: "It was withdrawn."
    case .expired: "It expired before anybody decided."
    }
  }

  /// The number that a server answered with, or what stands for it.
  static func status(_ answer: ServerAnswer, of action: Action) -> StyledText.Run {
    if action.operation.isManual { return Run("by hand:", .ok) }
    if answer.status == 0 { return Run("no answer:", .error) }
    return Run("\(answer.status)", answer.status >= 400 ? .error : .ok)
  }

  /// Where an action stands; what is due later or waits for a person is not called queued.
  static func status(_ action: Action, now: Date) -> StyledText {
    guard action.status == .queued else { return status(action.status) }
    if let due = action.due, due > now { return StyledText("… scheduled", .dim) }
    return action.operation.isManual ? StyledText("! by hand", .warning) : status(.queued)
  }

  static func status(_ status: ActionStatus) -> StyledText {
    switch status {
    case .queued: StyledText("… queued", .dim)
    case .sending: StyledText("⟳ sending", .progress)
    case .applied: StyledText("✓ applied", .ok)
    case .satisfied: StyledText("✓ already so", .ok)
    case .waiting: StyledText("… waiting", .warning)
    case .conflicted: StyledText("⚠ conflict", .error)
    case .failed: StyledText("✗ failed", .error)
    }
  }
}
