/// The `-wal` file beside a database: pages that were written and are not yet in it.
///
/// Source: <https://sqlite.org/fileformat2.html>, section 4.
struct WriteAheadLog {
  static let suffix = "-wal"
  private static let headerLength = 32
  private static let frameHeaderLength = 24

  private let file: RawFile
  private let header: [UInt8]
  private let size: Int
  let pageSize: Int

  /// nil when the header is none that SQLite writes.
  init?(_ file: RawFile) throws(StoreError) {
    self.file = file
    size = try file.size()
    header = try file.read(at: 0, count: Self.headerLength)
    // > Magic number. 0x377f0682 or 0x377f0683. File format version. Currently 3007000.
    guard header.count == Self.headerLength, header.bigEndian(at: 0) & ~1 == 0x377F_0682,
      header.bigEndian(at: 4) == 3_007_000
    else { return nil }
    pageSize = Int(header.bigEndian(at: 8))
    guard pageSize >= 512, pageSize <= 65_536, pageSize.nonzeroBitCount == 1 else { return nil }
    var sum = Checksum(isBigEndian: header[3] & 1 == 1)
    sum.add(header[..<24])
    guard sum.isEqual(header, at: 24) else { return nil }
  }

  /// The header of the database as the log last has it, committed or not; nil when it has none.
  func newestHeader() throws(StoreError) -> FileHeader? {
    var newest: FileHeader?
    var offset = Self.headerLength
    while offset + Self.frameHeaderLength + pageSize <= size {
      let frame = try file.read(at: offset, count: Self.frameHeaderLength)
      // > A frame is valid if the salts match those of the log's header.
      guard frame.count == Self.frameHeaderLength, frame[8..<16] == header[16..<24] else { break }
      if frame.bigEndian(at: 0) == 1 {
        let page = try file.read(
          at: offset + Self.frameHeaderLength, count: FileHeader.length)
        newest = FileHeader(page[...]) ?? newest
      }
      offset += Self.frameHeaderLength + pageSize
    }
    return newest
  }

  /// The pages of all transactions that were committed, in the order of writing.
  ///
  /// - Returns: how many pages the database has then; nil when nothing was committed.
  func replay(
    _ write: (_ number: Int, _ page: [UInt8]) throws(StoreError) -> Void
  ) throws(StoreError) -> Int? {
    let committed = try committedFrames()
    guard let last = committed.last else { return nil }
    for frame in committed {
      try write(
        frame.number,
        file.read(at: frame.offset + Self.frameHeaderLength, count: pageSize))
    }
    return last.pageCount
  }

  private struct Frame {
    var offset: Int
    var number: Int
    var pageCount: Int
  }

  private func committedFrames() throws(StoreError) -> [Frame] {
    var frames: [Frame] = []
    var committedCount = 0
    var sum = Checksum(isBigEndian: header[3] & 1 == 1)
    sum.add(header[..<24])
    var offset = Self.headerLength
    while offset + Self.frameHeaderLength + pageSize <= size {
      let bytes = try file.read(at: offset, count: Self.frameHeaderLength + pageSize)
      guard bytes.count == Self.frameHeaderLength + pageSize, bytes[8..<16] == header[16..<24]
      else { break }
      sum.add(bytes[..<8])
      sum.add(bytes[Self.frameHeaderLength...])
      guard sum.isEqual(bytes, at: 16) else { break }
      let pageCount = Int(bytes.bigEndian(at: 4))
      frames.append(
        Frame(offset: offset, number: Int(bytes.bigEndian(at: 0)), pageCount: pageCount))
      // > For commit records, the size of the database file in pages after the commit.
      if pageCount > 0 { committedCount = frames.count }
      offset += bytes.count
    }
    return Array(frames.prefix(committedCount))
  }

  /// Source: section 4.2, "Checksum Algorithm".
  private struct Checksum {
    private var first: UInt32 = 0
    private var second: UInt32 = 0
    private let isBigEndian: Bool

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    /// Shape: a multiple of 8 bytes.
    mutating func add(_ bytes: ArraySlice<UInt8>) {
      bytes.withUnsafeBytes { buffer in
        for offset in stride(from: 0, to: buffer.count - 7, by: 8) {
          first &+= word(buffer, offset) &+ second
          second &+= word(buffer, offset + 4) &+ first
        }
      }
    }

    private func word(_ buffer: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
      let raw = buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      return isBigEndian ? UInt32(bigEndian: raw) : UInt32(littleEndian: raw)
    }

    func isEqual(_ bytes: [UInt8], at offset: Int) -> Bool {
      first == bytes.bigEndian(at: offset) && second == bytes.bigEndian(at: offset + 4)
    }
  }
}
