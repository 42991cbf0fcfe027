import Foundation
import Governance
import Testing

@testable import Store

/// Lists are sorted in the database, by any of their columns, and always the same way.
@Suite struct ListOrderSQLTests {
  private func people() throws -> Store {
    let store = try Store.inMemory()
    let rows = [("1", "Zoe", "b"), ("2", "ada", "A"), ("3", "Max", ""), ("4", "Eve", "a")]
    try store.users(
      "hr",
      rows.map { id, name, title in
        Sample.user(id, name: name, title: title.isEmpty ? nil : title)
      })
    return store
  }

  private func names(_ store: Store, _ order: String, search: String = "") throws -> [String] {
    try store.people(
      search: search, order: try ListOrder(parsing: order), offset: 0, count: 9
    ).rows.map(\.person.name)
  }

  @Test func peopleByAnyColumn() throws {
    let store = try people()
    #expect(try names(store, "") == ["ada", "Eve", "Max", "Zoe"])
    #expect(try names(store, "-name") == ["Zoe", "Max", "Eve", "ada"])
    // Nobody's title comes last, whichever way round; namesakes in it by name.
    #expect(try names(store, "title") == ["ada", "Eve", "Zoe", "Max"])
    #expect(try names(store, "-title,-name") == ["Zoe", "Eve", "ada", "Max"])
    for column in PeopleColumn.allCases {
      #expect(Set(try names(store, column.rawValue)).count == 4, "\(column)")
      #expect(Set(try names(store, "-" + column.rawValue)).count == 4, "\(column)")
    }
  }

  @Test func whatASearchFoundAndAStretchOfIt() throws {
    let store = try people()
    #expect(try names(store, "-name", search: "title eq \"a\"") == ["Eve", "ada"])
    let window = try store.people(
      search: "", order: try ListOrder(parsing: "-name"), offset: 1, count: 2)
    #expect(window.rows.map(\.person.name) == ["Max", "Eve"] && window.total == 4)
  }

  @Test func theOutboxAndTheLogByAnyColumn() throws {
    let store = try Store.inMemory()
    let actions = try store.approve(.sample("r1"), [.sample(1), .sample(2), .sample(3)])
    try store.finish(actions[1].id, status: .applied, answer: nil, now: Moment.after(5))
    for column in ActivityColumn.allCases {
      for sign in ["", "-"] {
        let window = try store.activity(
          order: try ListOrder(parsing: sign + column.rawValue), offset: 0, count: 9)
        #expect(window.rows.count == 3 && window.total == 3, "\(sign)\(column)")
      }
    }
    let newest = try store.activity(order: try ListOrder(parsing: "time"), offset: 0, count: 1)
    #expect(newest.rows.map(\.id) == [actions[1].id])
    let oldest = try store.audit(order: try ListOrder(parsing: "-no"), offset: 0, count: 1)
    #expect(oldest.rows.map(\.sequence) == [1])
    for column in AuditColumn.allCases {
      let window = try store.audit(
        order: try ListOrder(parsing: column.rawValue), offset: 0, count: 99)
      #expect(window.rows.count == window.total && window.total > 0, "\(column)")
    }
  }
}
