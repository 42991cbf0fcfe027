import Foundation
import Testing

@testable import Sandbox

@Suite struct OrganisationTests {
  static let now = Date(timeIntervalSince1970: 1_800_000_000)
  let organisation = Organisation(people: 200, seed: 1, now: now)

  @Test func aSeedAlwaysDrawsTheSamePeople() {
    let again = Organisation(people: 200, seed: 1, now: Self.now)
    let other = Organisation(people: 200, seed: 2, now: Self.now)
    let names = (0..<200).map { organisation.person($0).userName }
    #expect(names == (0..<200).map { again.person($0).userName })
    #expect(names != (0..<200).map { other.person($0).userName })
    // Guards the promise across machines and compilers: this person was drawn once and stays.
    #expect(
      SplitMix.mixed(7, stream: .names, index: 3) == SplitMix.mixed(7, stream: .names, index: 3))
    var stream = SplitMix(seed: 0)
    #expect(stream.next() == 0xE220_A839_7B1D_CDAF)
  }

  @Test(arguments: [(1, 60), (60, 60), (61, 61), (200, 200), (1_234, 1_234)])
  func everyDepartmentHasPeople(asked: Int, got: Int) {
    let organisation = Organisation(people: asked, seed: 5, now: Self.now)
    #expect(organisation.peopleCount == got)
    #expect(organisation.departmentRanges.count == Department.all.count)
    #expect(organisation.departmentRanges.allSatisfy { !$0.isEmpty })
    #expect(organisation.departmentRanges.last?.upperBound == got)
  }

  @Test(arguments: [60, 200, 9_000])
  func userNamesAreUniqueAndPlain(people: Int) {
    let organisation = Organisation(people: people, seed: 3, now: Self.now)
    let people = (0..<organisation.peopleCount).map(organisation.person)
    #expect(Set(people.map(\.userName)).count == people.count)
    #expect(Set(people.map(\.handle)).count == people.count)
    let odd = people.map(\.userName).filter { name in
      !name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 46 }
    }
    #expect(odd.isEmpty)
  }

  @Test func theCastIsWhereTheStoryNeedsIt() throws {
    let ada = organisation.person(try #require(organisation.castIndex("Ada Okafor")))
    #expect(ada.userName == "ada.okafor")
    #expect(ada.email == "ada.okafor@example.com")
    #expect(ada.title == "Data Engineer")
    #expect(ada.department.name == "Data Platform")
    #expect(ada.managerIndex == organisation.castIndex("Chen Wei"))
    for name in ["Priya Nair", "Bruno Lima", "Ines Haddad", "Lena Sørensen", "Viktor Petrenko"] {
      #expect(organisation.castIndex(name) != nil, "\(name)")
    }
  }

  @Test(arguments: [60, 200, 3_000])
  func managersFormOneTree(people: Int) {
    let organisation = Organisation(people: people, seed: 9, now: Self.now)
    let everybody = (0..<organisation.peopleCount).map(organisation.person)
    let managers = Set(everybody.compactMap(\.managerIndex))
    #expect(managers.allSatisfy { everybody[$0].standing == .employed })
    for person in everybody {
      var steps = 0
      var current = person
      while let manager = current.managerIndex, steps < 20 {
        current = everybody[manager]
        steps += 1
      }
      if current.index != 0 { Issue.record("\(person.userName) does not end at the top") }
    }
  }

  @Test func peopleComeFromEverywhere() {
    let people = (0..<200).map(organisation.person)
    let native = people.compactMap(\.nativeName).joined().unicodeScalars
    #expect(native.contains { (0x4E00...0x9FFF).contains($0.value) }, "Chinese or Japanese")
    #expect(native.contains { (0xAC00...0xD7A3).contains($0.value) }, "Korean")
    #expect(native.contains { (0x0600...0x06FF).contains($0.value) }, "Arabic")
    #expect(people.contains { $0.latinName.contains { !$0.isASCII } }, "accented")
    #expect(Set(people.map(\.place.city)).count > 10)
  }

  @Test func someLeftAndSomeJoin() {
    let people = (0..<2_000).map(Organisation(people: 2_000, seed: 4, now: Self.now).person)
    let left = people.filter(\.hasLeft)
    #expect((40...160).contains(left.count))
    #expect(people.contains { $0.isJoining })
    for case .left(let date) in left.map(\.standing) { #expect(date < Self.now) }
  }

  @Test func numbersAreShuffledBothWays() {
    for count in [1, 2, 3, 17, 1_000] {
      let permutation = Permutation(count: count, key: 42)
      let images = (0..<count).map { permutation($0) }
      #expect(Set(images) == Set(0..<count))
      #expect(images.map(permutation.inverse) == Array(0..<count))
    }
  }
}
