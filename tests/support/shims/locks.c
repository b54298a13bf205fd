/* Between a program and the kernel's byte locks: makes them fail as bad shares do. LOCKS=lost|raise|slow:MILLISECONDS|hang|apart:N */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int (*real)(int, int, ...);

static int faulty(int fd, int command, struct flock *lock) {
  const char *how = getenv("LOCKS");
  if (!real) real = dlsym(RTLD_NEXT, "fcntl64");
  if (!how || (command != F_SETLK && command != F_GETLK)) return real(fd, command, lock);
  if (!strcmp(how, "lost")) {
    if (command == F_GETLK) lock->l_type = F_UNLCK;
    return 0;
  }
  /* SQLite's SHARED range: cifs does not let its own read lock become a write lock. */
  if (!strcmp(how, "raise") && command == F_SETLK && lock->l_type == F_WRLCK && lock->l_len == 510) {
    errno = EACCES;
    return -1;
  }
  if (!strncmp(how, "slow:", 5)) usleep(atoi(how + 5) * 1000);
  if (!strcmp(how, "hang") && command == F_SETLK && lock->l_type == F_WRLCK) pause();
  /* Each machine's kernel keeps its locks to itself: another range a machine. */
  if (!strncmp(how, "apart:", 6)) {
    struct flock moved = *lock;
    moved.l_start += 0x1000L * (atoi(how + 6) + 1);
    int answer = real(fd, command, &moved);
    lock->l_type = moved.l_type;
    return answer;
  }
  return real(fd, command, lock);
}

static int pass(int fd, int command, void *argument) {
  if (command == F_SETLK || command == F_GETLK) return faulty(fd, command, argument);
  if (!real) real = dlsym(RTLD_NEXT, "fcntl64");
  return real(fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  return pass(fd, command, argument);
}

int fcntl(int fd, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  return pass(fd, command, argument);
}
