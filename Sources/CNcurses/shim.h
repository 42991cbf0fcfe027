#pragma once
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <locale.h>
#include <stdio.h>
#include <wchar.h>
#include <ncurses.h>
#include <term.h>

// What Swift cannot call by itself: macros, globals and functions with any number of arguments.

static inline SCREEN *curses_open(const char *terminal) {
  SCREEN *screen = newterm(terminal, stdout, stdin);
  // Many that call themselves xterm cannot repeat a character.
  if (screen) repeat_char = NULL;
  return screen;
}

// The C library declares it only for those who ask early enough.
extern int wcwidth(wchar_t character);
static inline int curses_width(unsigned scalar) { return wcwidth((wchar_t)scalar); }

static inline WINDOW *curses_window(void) { return stdscr; }
static inline int curses_colors(void) { return COLORS; }
static inline int curses_pairs(void) { return COLOR_PAIRS; }
static inline int curses_has_cursor_address(void) { return cursor_address && clear_screen; }

static inline attr_t curses_attributes(bool bold, bool dim, bool italic, bool underline,
                                       bool reverse) {
  return (bold ? A_BOLD : 0) | (dim ? A_DIM : 0) | (italic ? A_ITALIC : 0) |
         (underline ? A_UNDERLINE : 0) | (reverse ? A_REVERSE : 0);
}

static inline int curses_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, 0, &pair);
}

static inline int curses_set_character(cchar_t *cell, unsigned scalar, attr_t attributes, int pair) {
  const wchar_t text[2] = {(wchar_t)scalar, 0};
  return setcchar(cell, text, attributes, 0, &pair);
}

static inline int curses_put_attributes(attr_t attributes, int pair, int (*put)(int)) {
  return vid_puts(attributes, 0, &pair, put);
}

static inline const char *curses_move(int row, int column) {
  return tiparm(cursor_address, row, column);
}

// nil both for "no such capability" and for "absent".
static inline const char *curses_string(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}
