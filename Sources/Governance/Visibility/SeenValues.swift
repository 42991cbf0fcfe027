extension Profile {
  /// The profile as an operator sees it.
  public func seen(by visibility: Visibility) -> Profile {
    if visibility.isUnlimited { return self }
    var profile = self
    for index in fields.indices {
      let name = fields[index].name
      guard visibility.sight(of: name) != .shown else { continue }
      profile.fields[index].value = visibility.shown(fields[index].value, of: name)
      profile.fields[index].disagreements = []
      // What was hidden above is not told again below.
      profile.findings.removeAll { $0.kind == .disagreement && $0.sentence.hasPrefix("\(name):") }
    }
    for index in accounts.indices {
      profile.accounts[index].userName = visibility.shown(accounts[index].userName, of: "userName")
    }
    for index in extras.indices {
      profile.extras[index].value = visibility.shown(extras[index].value, of: extras[index].path)
    }
    profile.timeline = timeline.map { $0.seen(by: visibility) }
    profile.findings = profile.findings.map { $0.seen(by: visibility) }
    return profile
  }
}

extension PersonRow {
  /// The row as an operator sees it.
  public func seen(by visibility: Visibility) -> PersonRow {
    if visibility.isUnlimited { return self }
    var row = self
    row.title = visibility.shown(title, of: "title")
    row.department = visibility.shown(department, of: "enterprise.department")
    row.userName = visibility.shown(userName, of: "userName")
    return row
  }
}

extension Finding {
  /// The finding as an operator sees it: hidden values are left out of it.
  public func seen(by visibility: Visibility) -> Finding {
    if visibility.isUnlimited { return self }
    var finding = self
    if let account, !account.userName.isEmpty {
      finding.account?.userName = visibility.shown(account.userName, of: "userName")
    }
    for attribute in reveals {
      switch visibility.sight(of: attribute) {
      case .shown: continue
      case .masked(let role), .hidden(let role):
        finding.sentence = "\(discreet) (Hidden by role \(role).)"
        return finding
      }
    }
    return finding
  }
}
