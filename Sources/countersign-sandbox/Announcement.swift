import Sandbox

/// What a person needs to know to use the sandbox.
struct Announcement {
  let sandbox: Sandbox
  let port: UInt16

  var text: String {
    let address = "http://127.0.0.1:\(port)"
    let lines = sandbox.tenants.map { tenant in
      let name = tenant.name.rawValue
      let padding = String(repeating: " ", count: 5 - name.count)
      return "  \(name)\(padding) \(address)\(tenant.path)  token \(tenant.token)"
    }
    return """
      The sandbox listens on \(address); end it with Ctrl-C.
      \(lines.joined(separator: "\n"))
        You are \(sandbox.operatorEmail), who decides on access requests.
      """
  }
}
