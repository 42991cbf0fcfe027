import Governance
import Testing

@testable import Screens

@Suite struct UndoKeyTests {
  private static func driver(_ status: ActionStatus) throws -> Driver {
    var driver = Driver.started()
    driver.press(.down, .enter)
    let id = RequestID(rawValue: "r-1002")
    var detail = try #require(driver.state.details[id]?.detail)
    detail.request.status = .approved
    detail.beneficiary = nil
    detail.actions = detail.plan.operations.filter { $0.ends == nil }.map {
      Action(
        id: Int64($0.number), request: id, operation: $0, planDigest: "", status: status,
        updated: driver.state.now)
    }
    driver.send(.detailRead(id, detail))
    return driver
  }

  private static func asked(_ driver: Driver) -> [RequestDraft] {
    driver.effects.compactMap { if case .submit(let draft) = $0 { draft } else { nil } }
  }

  @Test func itAsksForTheOppositeWithAReason() throws {
    var driver = try Self.driver(.applied)
    driver.press(.character("u"))
    #expect(driver.state.prompt?.title.hasPrefix("ask for − ") == true)
    driver.press(.enter)
    #expect(Self.asked(driver).isEmpty, "Enter alone asks for nothing")
    driver.type("given by mistake")
    driver.press(.enter)
    let draft = try #require(Self.asked(driver).first)
    #expect(draft.items.allSatisfy { $0.operation == .revoke })
    #expect(draft.justification == "given by mistake")
    #expect(draft.externalReference == "undo of r-1002")
  }

  @Test func itSaysBeforehandWhenItCannotBeUndone() throws {
    var driver = try Self.driver(.waiting)
    driver.press(.character("u"))
    #expect(driver.state.prompt == nil)
    #expect(driver.message?.contains("still under way") == true)
  }

  @Test func aCallLeadsToItsRequest() throws {
    var driver = Driver.started()
    driver.press(.alt("3"))
    let request = try #require(driver.state.activity.selected?.request)
    #expect(driver.state.details[request]?.detail == nil)
    driver.press(.character("u"))
    #expect(driver.state.place == .request(request))
  }

  @Test func aFormThatIsBeingWrittenStays() throws {
    var driver = try Self.driver(.applied)
    driver.press(.character("n"))
    driver.type("Ada")
    driver.press(.escape)
    driver.press(.character("u"))
    driver.type("given by mistake")
    driver.press(.enter)
    #expect(!driver.state.form.isUntouched)
  }
}
