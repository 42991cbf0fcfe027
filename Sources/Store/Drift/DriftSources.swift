import Governance

/// Where servers show something else than was decided.
struct DriftSource: FindingSource {
  let drift: Drift.Kind

  var kind: Finding.Kind { Finding.Kind(drift) }

  func findings(in context: FindingContext, limit: Int) throws -> [Finding] {
    let reader = DriftReader(context.database, settings: context.settings)
    let found =
      drift == .given
      ? try reader.given(limit: limit) : Array(try reader.departures(drift).prefix(limit))
    return found.map(Finding.init)
  }
}

extension Finding {
  init(_ drift: Drift) {
    self.init(
      kind: Kind(drift.kind), sentence: drift.sentence,
      advice: "Accept it with a reason, ask that it is reverted, or ask who may know.",
      person: drift.person, since: drift.since, drift: drift)
  }
}
