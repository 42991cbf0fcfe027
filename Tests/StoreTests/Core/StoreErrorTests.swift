import GRDB
import Testing

@testable import Store

/// What SQLite says becomes a code, a sentence and an advice.
struct StoreErrorTests {
  @Test(arguments: [
    (ResultCode.SQLITE_FULL, StoreError.Code.diskFull),
    // Opening a database in WAL mode on a full disk fails here, before any write.
    (.SQLITE_IOERR_SHMSIZE, .diskFull), (.SQLITE_IOERR_WRITE, .diskFailed),
    (.SQLITE_IOERR_FSYNC, .diskFailed), (.SQLITE_IOERR_READ, .diskFailed),
    (.SQLITE_BUSY, .locked), (.SQLITE_LOCKED, .locked), (.SQLITE_NOTADB, .foreignFile),
    (.SQLITE_CORRUPT, .corrupt), (.SQLITE_CORRUPT_VTAB, .corrupt),
    (.SQLITE_CANTOPEN, .unreachable), (.SQLITE_READONLY_DBMOVED, .unreachable),
    (.SQLITE_CONSTRAINT_UNIQUE, .database),
  ])
  func everyCode(_ code: ResultCode, _ expected: StoreError.Code) {
    let error = StoreError(DatabaseError(resultCode: code))
    #expect(error.code == expected)
    #expect(!error.sentence.isEmpty && !error.advice.isEmpty)
    #expect(StoreError(error) == error)
  }
}
