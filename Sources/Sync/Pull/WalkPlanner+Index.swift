/// Index paging (RFC 7644 §3.4.2.4): each page begins with the last resource of the page before.
/// Where that is not so, resources moved, and the walk steps back to where nothing did.
extension WalkPlanner {
  /// Where the next page starts; nil when this was the last.
  mutating func next(_ facts: PageFacts, start: Int) -> Int? {
    begin(facts, start)
    if let expected = index.overlap {
      index.overlap = nil
      // Further down than the start: resources were inserted before, which hides nothing. A first
      // check is not so sure: a server that cannot overlap may show the page before again.
      let place = facts.ids.firstIndex(of: expected)
      guard let place, place == 0 || index.canOverlap == true else {
        return stepBack(facts, start)
      }
      verify(place)
    }
    settleSuspicion(facts, start)
    return goOn(facts, start)
  }

  private mutating func begin(_ facts: PageFacts, _ start: Int) {
    index.page = IndexWalk.Judged(start: start, rowCount: facts.rowCount)
    index.page.isReread = index.page.end < index.readBefore
    if start == 1 { index.firstID = facts.firstID }
    let beginsAnew = start > 1 && facts.firstID != nil && facts.firstID == index.firstID
    let isPageBefore = index.boundaries.last?.digest == facts.ids.hashValue
    // Where pages overlap, insertions look like that too.
    index.page.isRepetition = index.canOverlap != true && (beginsAnew || isPageBefore)
  }

  private func boundary(_ facts: PageFacts, _ start: Int) -> IndexWalk.Boundary {
    IndexWalk.Boundary(start: start, firstID: facts.firstID, digest: facts.ids.hashValue)
  }

  private mutating func verify(_ place: Int) {
    index.canOverlap = true
    index.page.overlapCount = place + 1
    if !index.isSteppingBack { index.shiftsInARow = 0 }
    index.isSteppingBack = false
    if index.readBefore > index.page.start { index.readBefore += place }
  }

  /// The page before is as it was: nothing moved, so this server cannot overlap.
  private mutating func settleSuspicion(_ facts: PageFacts, _ start: Int) {
    guard let suspect = index.suspect else { return }
    if suspect == boundary(facts, start) { index.canOverlap = false }
    index.suspect = nil
    index.isSteppingBack = false
  }

  private mutating func goOn(_ facts: PageFacts, _ start: Int) -> Int? {
    guard facts.rowCount > 0, !isEnd(start) else { return nil }
    index.boundaries.append(boundary(facts, start))
    guard index.canOverlap != false, facts.rowCount > 1, let last = facts.lastID else {
      return start + facts.rowCount
    }
    index.overlap = last
    return start + facts.rowCount - 1
  }

  /// Nothing came but the resource before, and the server has not come down to pages of one.
  private func isEnd(_ start: Int) -> Bool {
    guard index.page.rowCount == 1, index.page.overlapCount == 1 else { return false }
    return believableTotal.map { $0 <= start } ?? true
  }

  private mutating func stepBack(_ facts: PageFacts, _ start: Int) -> Int? {
    index.stepsBack += 1
    if !index.isSteppingBack { index.shiftsInARow += 1 }
    guard index.stepsBack <= IndexWalk.maximumStepsBack,
      index.shiftsInARow < IndexWalk.maximumShiftsInARow, let back = index.boundaries.popLast()
    else {
      disturb(.shifted)
      index.canOverlap = false
      return facts.rowCount > 0 ? start + facts.rowCount : nil
    }
    if index.canOverlap == nil { index.suspect = back }
    index.readBefore = max(index.readBefore, index.page.end + 1)
    index.page.isReread = true
    index.isSteppingBack = true
    // Before the first page of this walk there is nothing to compare with.
    index.overlap = index.boundaries.isEmpty ? nil : back.firstID
    return back.start
  }

  /// False when the page brought nothing new and the walk is over.
  mutating func savedIndexPage(_ newInWalk: Int, rejected: Int) -> Bool {
    let page = index.page
    guard !page.isReread, page.rowCount > 0 else { return true }
    let known = page.rowCount - rejected - newInWalk - (page.overlapCount ?? 0)
    guard newInWalk == 0, !(page.rowCount == 1 && page.overlapCount == 1) else {
      index.idlePages = 0
      if known > 0, page.start >= index.readBefore { disturb(.repeated) }
      return true
    }
    index.idlePages += 1
    let isCertain = page.overlapCount == nil || page.isRepetition
    guard isCertain || index.idlePages >= IndexWalk.maximumIdlePages else { return true }
    // Past the end some servers begin anew or repeat a page; others hide new rows behind known.
    let isAll = lowestTotal == highestTotal && lowestTotal.map { seen >= $0 } ?? false
    if !page.isRepetition, !isAll { disturb(.repeated) }
    return false
  }
}
