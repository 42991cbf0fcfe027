#pragma once
#include <stddef.h>

// What has to happen inside signal handlers, where no Swift may run: the terminal is put back before
// the process dies, and signals that the program handles itself are turned into bytes in a pipe.
// One terminal a process.

// Remembers how the terminal was and catches the signals.
// Returns the pipe's end to read: one byte a signal, its number. -1 on failure, with errno.
int terminal_guard_install(int terminal);

// What puts the screen back (cursor, colours, keypad, alternate screen). At most 512 bytes are kept.
void terminal_guard_set_restore(const char *bytes, size_t length);

// Whether the screen is ours now and has to be put back.
void terminal_guard_set_armed(int armed);

// Stops the process as SIGTSTP does; returns when it goes on.
void terminal_guard_stop_process(void);

// Keeps what others write to standard error from painting over the screen, and writes it out later.
void terminal_guard_hold_errors(void);
void terminal_guard_release_errors(void);

// Puts the old handlers back and closes the pipe.
void terminal_guard_remove(void);
