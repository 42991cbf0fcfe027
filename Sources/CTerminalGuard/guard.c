#define _GNU_SOURCE
#include "CTerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

static const int told[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGHUP, SIGINT, SIGQUIT};
static const int fatal[] = {SIGSEGV, SIGABRT, SIGTRAP, SIGILL, SIGBUS, SIGFPE};
enum { TOLD = sizeof told / sizeof *told, FATAL = sizeof fatal / sizeof *fatal };

static struct sigaction old_told[TOLD], old_fatal[FATAL];
static struct termios saved;
static int terminal_fd = -1;
static int pipe_fds[2] = {-1, -1};
static char restore[512];
static volatile sig_atomic_t restore_length, armed, ending;
static volatile sig_atomic_t held_errors = -1, real_errors = -1;
static int exits_are_watched;
// A crash by stack overflow has no stack left to handle it on.
static char crash_stack[65536];

static void write_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    length -= (size_t)written;
  }
}

void terminal_guard_release_errors(void) {
  if (held_errors < 0) return;
  int held = held_errors, real = real_errors;
  held_errors = real_errors = -1;
  dup2(real, STDERR_FILENO);
  char block[4096];
  off_t offset = 0;
  for (ssize_t count; (count = pread(held, block, sizeof block, offset)) > 0; offset += count)
    write_all(STDERR_FILENO, block, (size_t)count);
  close(held);
  close(real);
}

static void put_back(void) {
  if (!armed) return;
  armed = 0;
  write_all(terminal_fd, restore, (size_t)restore_length);
  tcsetattr(terminal_fd, TCSAFLUSH, &saved);
  terminal_guard_release_errors();
}

static void die(int signal_number) {
  put_back();
  signal(signal_number, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal_number);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  raise(signal_number);
}

static int ends(int signal_number) {
  return signal_number == SIGTERM || signal_number == SIGHUP || signal_number == SIGINT ||
         signal_number == SIGQUIT;
}

static void tell(int signal_number) {
  int old_errno = errno;
  // The second time nobody seems to listen.
  if (ends(signal_number) && ending++) die(signal_number);
  unsigned char byte = (unsigned char)signal_number;
  // A full pipe has told enough.
  if (write(pipe_fds[1], &byte, 1) < 0) errno = old_errno;
  errno = old_errno;
}

static void crash(int signal_number) {
  put_back();
  // Whoever caught it before (a backtracer) gets it next.
  for (int i = 0; i < FATAL; i++)
    if (fatal[i] == signal_number) sigaction(signal_number, &old_fatal[i], NULL);
  raise(signal_number);
}

int terminal_guard_install(int terminal) {
  if (pipe_fds[0] >= 0) {
    errno = EBUSY;
    return -1;
  }
  if (tcgetattr(terminal, &saved) < 0) return -1;
  if (pipe2(pipe_fds, O_NONBLOCK | O_CLOEXEC) < 0) return -1;
  terminal_fd = terminal;
  armed = ending = restore_length = 0;
  if (!exits_are_watched) exits_are_watched = atexit(put_back) == 0;

  stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = tell;
  action.sa_flags = SA_RESTART;
  for (int i = 0; i < TOLD; i++) sigaction(told[i], &action, &old_told[i]);
  action.sa_handler = crash;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &action, &old_fatal[i]);
  // Started in the background of a shell or under nohup: what was ignored stays ignored.
  for (int i = 0; i < TOLD; i++)
    if (old_told[i].sa_handler == SIG_IGN) sigaction(told[i], &old_told[i], NULL);
  return pipe_fds[0];
}

void terminal_guard_set_restore(const char *bytes, size_t length) {
  if (length > sizeof restore) length = 0;
  memcpy(restore, bytes, length);
  restore_length = (sig_atomic_t)length;
}

void terminal_guard_set_armed(int value) { armed = value; }

void terminal_guard_stop_process(void) {
  struct sigaction ours, other;
  memset(&other, 0, sizeof other);
  // The rest of the job first (make, a pipe), while we are deaf to it; then this thread, so that the
  // call returns only when the process goes on.
  other.sa_handler = SIG_IGN;
  sigaction(SIGTSTP, &other, &ours);
  kill(0, SIGTSTP);
  other.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &other, NULL);
  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &set, &old);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  sigaction(SIGTSTP, &ours, NULL);
}

void terminal_guard_hold_errors(void) {
  if (held_errors >= 0 || !isatty(STDERR_FILENO)) return;
  int held = memfd_create("standard error", MFD_CLOEXEC);
  int real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (held < 0 || real < 0 || dup2(held, STDERR_FILENO) < 0) {
    if (held >= 0) close(held);
    if (real >= 0) close(real);
    return;
  }
  real_errors = real;
  held_errors = held;
}

void terminal_guard_remove(void) {
  if (pipe_fds[0] < 0) return;
  for (int i = 0; i < TOLD; i++) sigaction(told[i], &old_told[i], NULL);
  for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &old_fatal[i], NULL);
  close(pipe_fds[0]);
  close(pipe_fds[1]);
  pipe_fds[0] = pipe_fds[1] = -1;
}
