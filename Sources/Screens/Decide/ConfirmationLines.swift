import Governance
import Terminal

extension Confirmation {
  var takesReason: Bool {
    if case .decision = subject { return true }
    return false
  }

  /// One of many can be left out; the only one is left by leaving.
  var canStrike: Bool { takesReason && ids.count > 1 }

  var question: String {
    let isPart = details != nil && ready.count < ids.count
    let number =
      isPart ? "\(ready.count) of \(count(ids.count, "request"))" : count(ids.count, "request")
    return switch subject {
    case .decision(.approved): "Approve \(number)?"
    case .decision(.denied): "Deny \(number)?"
    case .withdrawal: "Withdraw \(number)?"
    case .look: "Plan of \(number)"
    case .whatIf: "What if \(number) were approved together?"
    }
  }

  var yes: String {
    let number = ready.count
    return switch subject {
    case .decision(.approved): number == 1 ? "Yes, approve it" : "Yes, approve \(number)"
    case .decision(.denied): number == 1 ? "Yes, deny it" : "Yes, deny \(number)"
    case .withdrawal: "Yes, withdraw it"
    case .look, .whatIf: ""
    }
  }
}

/// The merged plan of a confirmation, as lines.
func confirmationLines(_ confirmation: Confirmation, width: Int) -> [Line] {
  var builder = LineBuilder(width: width)
  guard confirmation.details != nil else {
    builder.add("Reading \(count(confirmation.ids.count, "plan")) …", .placeholder)
    return builder.lines
  }
  let plan = MergedPlan(confirmation)
  if let notice = confirmation.notice {
    builder.wrap(notice, .warning, lead: [Run("⚠ ", .warning)])
  }
  builder.wrap(summary(confirmation, plan))
  if confirmation.subject == .whatIf { addWhatIf(confirmation, to: &builder) }
  addOdd(plan, confirmation, to: &builder)
  addOwnReasons(confirmation, to: &builder)
  if confirmation.subject == .decision(.denied) || confirmation.subject == .withdrawal {
    addRequests(confirmation, to: &builder)
  } else {
    addServers(plan, to: &builder)
    addNumbers(plan, confirmation, to: &builder)
  }
  return builder.lines
}

private func summary(_ confirmation: Confirmation, _ plan: MergedPlan) -> String {
  var parts: [String] = []
  switch confirmation.subject {
  case .decision(.denied): parts.append("Nothing is sent to a server")
  case .withdrawal: parts.append("Nobody will be asked to decide it")
  case .decision(.approved), .look, .whatIf:
    let servers = count(plan.servers.count, "server")
    parts.append("\(count(plan.callCount, "call")) on \(servers)")
    if plan.laterCount > 0 { parts.append("\(plan.laterCount) later, by themselves") }
  }
  if plan.leftOutCount > 0 { parts.append("\(plan.leftOutCount) left out") }
  if confirmation.hiddenCount > 0 {
    parts.append("\(confirmation.hiddenCount) of \(confirmation.ids.count) hidden by the limit")
  }
  return parts.joined(separator: " · ") + "."
}

private func addOdd(_ plan: MergedPlan, _ confirmation: Confirmation, to builder: inout LineBuilder)
{
  guard !plan.odd.isEmpty else { return }
  builder.gap()
  builder.add("look at these first", .heading)
  for odd in plan.odd {
    let (mark, role) = look(odd.rank)
    let access = RequestWords.access(odd.detail.request)
    let target = LineTarget.request(odd.detail.request.id)
    builder.add(
      [
        Run("\(mark) ", role), Run(plan.mark(odd.detail.request.id), .dim),
        Run(odd.detail.request.beneficiary.name, .title), Run("  "),
      ] + access.runs, target: target)
    for (rank, why) in odd.reasons {
      let lead = rank == .leftOut ? "left out: " : ""
      builder.wrap("\(lead)\(why)", look(rank).1, lead: [Run("    ")], target: target)
    }
  }
}

private func look(_ rank: MergedPlan.Odd.Rank) -> (String, StyleRole) {
  switch rank {
  case .leftOut: ("✗", .warning)
  case .conflicting: ("⚠", .error)
  case .highRisk: ("▲", .riskHigh)
  case .stale: ("◷", .stale)
  case .alreadySo: ("✓", .notice)
  case .noted: ("·", .notice)
  }
}

/// The reasons that some requests have for themselves.
private func addOwnReasons(_ confirmation: Confirmation, to builder: inout LineBuilder) {
  let own = (confirmation.details ?? []).compactMap { detail in
    confirmation.ownReasons[detail.request.id].map { (detail.request, $0) }
  }
  guard !own.isEmpty else { return }
  builder.gap()
  builder.add("reasons of their own", .heading)
  for (request, reason) in own {
    builder.wrap(
      reason, lead: [Run("  "), Run(request.beneficiary.name, .title), Run("  ")],
      target: .request(request.id))
  }
}

private func addRequests(
  _ confirmation: Confirmation, to builder: inout LineBuilder
) {
  builder.gap()
  builder.add(confirmation.subject == .withdrawal ? "withdrawn" : "denied", .heading)
  for detail in confirmation.ready {
    builder.add(
      [Run("  "), Run(detail.request.beneficiary.name, .title), Run("  ")]
        + RequestWords.access(detail.request).runs
        + [Run("  asked by \(RequestWords.requester(detail.request))", .dim)],
      target: .request(detail.request.id))
  }
}

/// What the numbers before the calls mean.
private func addNumbers(
  _ plan: MergedPlan, _ confirmation: Confirmation, to builder: inout LineBuilder
) {
  guard !plan.numbers.isEmpty else { return }
  builder.gap()
  builder.add("the requests", .heading)
  for detail in confirmation.details ?? [] {
    builder.add(
      [
        Run("  \(plan.mark(detail.request.id))", .key),
        Run(detail.request.beneficiary.name, .title), Run("  "),
      ] + RequestWords.access(detail.request).runs
        + [Run("  asked by \(RequestWords.requester(detail.request))", .dim)],
      target: .request(detail.request.id))
  }
}

private func addServers(_ plan: MergedPlan, to builder: inout LineBuilder) {
  let isShort = plan.callCount + plan.laterCount > mostInFull
  for server in plan.servers {
    builder.gap()
    let note = isShort ? "  each request's page shows the bodies" : ""
    let later = server.operations.count { $0.operation.delay != nil }
    let calls = count(server.operations.count - later, "call")
    let amount = later > 0 ? "\(calls), \(later) later" : calls
    builder.add([Run(server.name, .heading), Run("  \(amount)\(note)", .dim)])
    for entitled in server.entitlements {
      addEntitled(entitled, plan, isShort: isShort, to: &builder)
    }
  }
}

/// Several people at one entitlement stand below its name, with how many gain it and lose it.
private func addEntitled(
  _ entitled: MergedPlan.Entitled, _ plan: MergedPlan, isShort: Bool,
  to builder: inout LineBuilder
) {
  let people = Set(entitled.operations.map(\.detail.request.beneficiary.key))
  if people.count > 1 {
    let now = entitled.operations.filter { $0.operation.delay == nil }
    let gains = now.count { mark($0.operation, $0.detail) == .grant }
    var runs = [Run("  \(entitled.name)", .title)]
    if gains > 0 { runs.append(Run("  + \(gains)", .added)) }
    if now.count > gains { runs.append(Run("  − \(now.count - gains)", .removed)) }
    builder.add(runs)
  }
  for (detail, operation) in entitled.operations {
    let indent = people.count > 1 ? "    " : "  "
    addOperation(
      operation, detail, of: plan.mark(detail.request.id), isShort: isShort, indent: indent,
      to: &builder)
  }
}

/// An ending takes what the item gave.
private func mark(_ operation: PlannedOperation, _ detail: RequestDetail) -> ItemOperation {
  let item = detail.request.items.first { $0.id == operation.item }
  let grants = (item?.operation ?? .grant) == .grant
  return grants != (operation.delay != nil) ? .grant : .revoke
}

/// More operations than these are shown in a line each.
private let mostInFull = 12

private func addOperation(
  _ operation: PlannedOperation, _ detail: RequestDetail, of request: String, isShort: Bool,
  indent: String, to builder: inout LineBuilder
) {
  let mark = mark(operation, detail)
  let target = LineTarget.request(detail.request.id)
  let lead = [
    Run("\(indent)\(RequestWords.mark(mark)) ", RequestWords.role(mark)), Run(request, .dim),
  ]
  if isShort {
    let call = operation.call.map { "  \($0.method) \($0.path)" } ?? "  by hand"
    builder.add(lead + [Run(operation.timedEffect), Run(call, .dim)], target: target)
    return
  }
  builder.wrap(operation.timedEffect, lead: lead, target: target)
  guard let call = operation.call else {
    builder.add([Run("\(indent)    by hand: a person does this", .warning)], target: target)
    return
  }
  let path = shortenedInside(call.path, to: builder.width - 12 - indent.count)
  builder.add([Run("\(indent)    \(call.method) ", .key), Run(path)], target: target)
  guard let body = call.body else { return }
  for piece in exactLines(body, width: builder.width - 4 - indent.count) {
    builder.add([Run("\(indent)    \(piece)", .dim)], target: target)
  }
}
