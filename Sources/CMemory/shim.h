#include <malloc.h>

int sqlite3_config(int option, ...);

/// Lets SQLite allocate without counting: it takes a lock for each count, and nobody asks for them.
/// Before SQLite is used first.
static inline int sqlite_counts_no_memory(void) {
  const int SQLITE_CONFIG_MEMSTATUS = 9;
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
