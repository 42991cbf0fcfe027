import Sync

/// Looks at how we log in to a server: what is set, which files are there, who may read them.
enum LoginExamination {
  static func findings(_ server: ServerConfiguration) -> [Diagnosis] {
    let about = "\(server.name) login"
    let check = CredentialCheck(server)
    let faults = check.faults.map { Diagnosis(about: about, failure: Failure(any: $0)) }
    let warnings = check.warnings.map {
      Diagnosis(
        about: about, warning: $0, advice: "Use https, or make sure that nobody listens.")
    }
    let all = faults + warnings
    return all.isEmpty ? [Diagnosis(about: about, good: "\(check.summary).")] : all
  }
}
