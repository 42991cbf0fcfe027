/// Takes the JSON of groups as it comes, and keeps of a long list of members only its beginning: a
/// group of a million members then costs eight bytes a member, not its whole text.
///
/// Where members are left out, the text says so beside `members`, under ``MemberRest/key``, with a
/// hash of them: it stays JSON that every reader takes, and differs when a member differs. Whatever
/// is no JSON comes through as it is, to be refused by whoever reads it.
public struct MemberSieve: Sendable {
  /// How much of a list is kept. Units: bytes.
  public static let keptBytes = 128 << 10
  /// How many members of one answer may be left out.
  public static let mostMembers = 4_000_000
  /// How much text is read at once; no member is longer. Units: bytes.
  static let batchBytes = 64 << 10

  /// What was left out. By hash, as the text names it.
  public private(set) var rests: [String: MemberRest] = [:]
  /// Too many members, or one that is longer than any: the answer is not worth reading on.
  public private(set) var isOverfull = false

  /// Notes a member that is left out.
  public typealias Note = @Sendable (ResourceScanner.Reference, inout MemberRest) -> Void

  private let named: Set<String>
  private let note: Note
  private var frames = MemberFrames()
  private var isInString = false
  private var isEscaped = false
  /// How much of the text came. Units: bytes.
  private var taken = 0
  private var listStart = 0
  /// What is being left out; nil while all is kept.
  private var batch: MemberBatch?
  /// It is no JSON: all that comes is kept.
  private var isBroken = false
  private var count = 0

  /// - Parameter named: members that are kept wherever they stand.
  public init(named: Set<String> = [], note: @escaping Note) {
    self.named = named
    self.note = note
  }

  /// Appends what is kept of the next piece of the text.
  public mutating func sift(_ bytes: Span<UInt8>, into text: inout [UInt8]) {
    var (start, place) = (0, 0)
    while place < bytes.count, !isBroken, !isOverfull {
      if isInString {
        place = skipString(bytes, place)
        continue
      }
      switch bytes[place] {
      case UInt8(ascii: "\""):
        isInString = true
        frames.beginString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if frames.open(bytes[place]) { listStart = taken + place }
      case UInt8(ascii: ","):
        if frames.isAtMembers, isLong(taken + place) {
          keep(bytes.extracting(start..<place), in: &text)
          separate(in: &text)
          start = place + 1
        }
        frames.separate()
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if frames.isAtMembers, batch != nil {
          keep(bytes.extracting(start..<place), in: &text)
          start = end(with: bytes[place], in: &text) ? place + 1 : place
        }
        frames.close()
      default: break
      }
      place += 1
    }
    keep(bytes.extracting(start..<bytes.count), in: &text)
    taken += bytes.count
  }

  private func isLong(_ place: Int) -> Bool { batch != nil || place - listStart > Self.keptBytes }

  /// The place after what is known to belong to the string.
  private mutating func skipString(_ bytes: Span<UInt8>, _ start: Int) -> Int {
    var place = start
    let isName = frames.isReadingName
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
        frames.endString()
        return place
      }
      if isName { frames.take(byte) }
    }
    return place
  }

  private mutating func keep(_ bytes: Span<UInt8>, in text: inout [UInt8]) {
    guard batch != nil else {
      bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
      return
    }
    batch?.append(bytes)
    if let size = batch?.size, size > 2 * Self.batchBytes { isOverfull = true }
  }

  /// After a member: reads what was gathered once it is enough.
  private mutating func separate(in text: inout [UInt8]) {
    guard let size = batch?.size else {
      batch = MemberBatch()
      return
    }
    if size >= Self.batchBytes { read(in: &text) } else { batch?.separate() }
  }

  /// After the last member: says what was left out. False where it is no JSON.
  private mutating func end(with byte: UInt8, in text: inout [UInt8]) -> Bool {
    if byte == UInt8(ascii: "]") { read(in: &text) } else { giveUp(in: &text) }
    guard let batch else { return false }
    let hash = String(batch.hash, radix: 16)
    let mark = "],\"\(MemberRest.key)\":{\"count\":\(batch.rest.count),\"hash\":\"\(hash)\"}"
    text += Array(mark.utf8)
    rests[hash] = batch.rest
    self.batch = nil
    return true
  }

  /// Whoever reads the page refuses it for the same reason.
  private mutating func giveUp(in text: inout [UInt8]) {
    text += batch?.unread ?? []
    batch = nil
    isBroken = true
  }

  private mutating func read(in text: inout [UInt8]) {
    let before = batch?.rest.count ?? 0
    do throws(JSONError) {
      try batch?.read { reference, rest in
        note(reference, &rest)
        guard named.contains(reference.value) else { return }
        text += Array(",{\"value\":\(JSON.string(reference.value).text)}".utf8)
      }
      count += (batch?.rest.count ?? 0) - before
      if count > Self.mostMembers { isOverfull = true }
    } catch {
      giveUp(in: &text)
    }
  }
}
