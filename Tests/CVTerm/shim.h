#pragma once
#include <fcntl.h>
#include <pty.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vterm.h>

// Bold 1, underline 2, italic 4, reverse 8.
static inline unsigned cell_attributes(const VTermScreenCell *cell) {
  return cell->attrs.bold | (cell->attrs.underline ? 2u : 0u) | (cell->attrs.italic ? 4u : 0u) |
         (cell->attrs.reverse ? 8u : 0u);
}

// -1 for the terminal's own colour, an index, or 0x1000000 and the RGB value.
static inline int cell_color(const VTermColor *color) {
  if (VTERM_COLOR_IS_DEFAULT_FG(color) || VTERM_COLOR_IS_DEFAULT_BG(color)) return -1;
  if (VTERM_COLOR_IS_INDEXED(color)) return color->indexed.idx;
  return 0x1000000 | color->rgb.red << 16 | color->rgb.green << 8 | color->rgb.blue;
}

// A descriptor that becomes readable when the process ends.
static inline int process_descriptor(int process) {
  return (int)syscall(SYS_pidfd_open, process, 0);
}

// Both ends of a new pseudo-terminal, and its name (of 128 bytes at most). 0, or -1 with errno.
static inline int pseudo_terminal_open(int ends[2], char *name) {
  if (openpty(&ends[0], &ends[1], name, NULL, NULL) < 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  return fcntl(ends[1], F_SETFD, FD_CLOEXEC);
}
