import SCIM

// What a dialect refuses of a PATCH that the RFC allows.
extension TenantState {
  func checkDialect(_ request: PatchRequest) throws(SCIMError) {
    for operation in request.operations {
      switch dialect.patches {
      case .whole: continue
      case .removeByFilterOnly:
        guard operation.kind == .remove, operation.value?.isUnassigned == false else { continue }
        throw .invalidPath(
          "Removing by value is not supported: use members[value eq \"…\"] as the path.")
      case .activeOnly:
        guard operation.kind == .replace, operation.isOfActive else {
          throw .invalidPath("Only the replacement of active is supported.")
        }
      case .removeByValueOnly, .removeByValueEmpties:
        guard operation.path?.filter != nil else { continue }
        throw SCIMError(status: 501, detail: "Filters in paths are not implemented.")
      case .withoutPath:
        guard operation.path != nil else { continue }
        throw .invalidPath("Paths are not supported: put the attributes into the value.")
      case .absent: throw SCIMError(status: 501, detail: "PATCH is not implemented.")
      }
    }
  }
}

extension PatchOperation {
  fileprivate var isOfActive: Bool {
    path?.attribute == AttributePath("active")
      || (path == nil && value?.object?.keys.map { $0.lowercased() } == ["active"])
  }
}
