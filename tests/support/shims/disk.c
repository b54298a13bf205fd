/*
 * Between a program and its disk, for everything below DISK_ROOT.
 *
 * DISK_TRACE=file  writes down, in order, what the program gave to the system and what it had flushed; see disk-trace.ts.
 * DISK_ROOM=file   four numbers of 8 bytes, mapped: how many steps still find room (negative: all), the error of those
 *                  that do not, 1 when only steps that make a file longer need room, and how many were refused.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static char root[PATH_MAX];
static size_t root_length;
static int trace = -1;
static volatile int64_t *room;
static pthread_mutex_t line = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("DISK_ROOT"), *to = getenv("DISK_TRACE"), *left = getenv("DISK_ROOM");
  if (!folder || !realpath(folder, root)) return;
  root_length = strlen(root);
  if (to) trace = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (left) {
    int fd = syscall(SYS_openat, AT_FDCWD, left, O_RDWR | O_CLOEXEC);
    void *map = mmap(0, 32, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd >= 0 && map != MAP_FAILED) room = map;
  }
}

static int is_below(const char *path) {
  return root_length && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* The path that a descriptor was opened by, or an empty text when it is not below the folder. */
static int path_of(int fd, char *path) {
  char link[64];
  if (!root_length) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return is_below(path);
}

static int full_path(const char *given, char *path) {
  char folder[PATH_MAX], *slash;
  if (!root_length || given[0] != '/') return 0;
  strncpy(path, given, PATH_MAX - 1);
  path[PATH_MAX - 1] = 0;
  strcpy(folder, path);
  if (!(slash = strrchr(folder, '/')) || slash == folder) return 0;
  *slash = 0;
  char real_folder[PATH_MAX];
  if (!realpath(folder, real_folder)) return is_below(path);
  snprintf(path, PATH_MAX, "%s/%s", real_folder, strrchr(given, '/') + 1);
  return is_below(path);
}

struct head {
  uint32_t kind, path;
  uint64_t file, at, size;
};

static void note(char kind, const char *path, uint64_t file, uint64_t at, const void *data, size_t size) {
  if (trace < 0) return;
  int kept = errno;
  struct head head = {kind, strlen(path), file, at, size};
  struct iovec parts[] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)data, data ? size : 0}};
  if (!data) head.size = 0, head.at = at;
  pthread_mutex_lock(&line);
  syscall(SYS_writev, trace, parts, 3);
  pthread_mutex_unlock(&line);
  errno = kept;
}

static uint64_t file_of(int fd) {
  struct stat facts;
  return fstat(fd, &facts) ? 0 : facts.st_ino;
}

static int is_full(int grows) {
  if (!room || room[0] < 0 || (room[2] == 1 && !grows)) return 0;
  if (__sync_fetch_and_sub(&room[0], 1) > 0) return 0;
  room[0] = 0;
  __sync_fetch_and_add(&room[3], 1);
  errno = room[1];
  return 1;
}

static int makes_longer(int fd, uint64_t end) {
  struct stat facts;
  return !fstat(fd, &facts) && end > (uint64_t)facts.st_size;
}

static uint64_t place_of(int fd) {
  off_t at = lseek(fd, 0, SEEK_CUR);
  return at < 0 ? 0 : at;
}

static size_t length_of(const struct iovec *parts, int count) {
  size_t length = 0;
  for (int part = 0; part < count; part++) length += parts[part].iov_len;
  return length;
}

static void note_parts(const char *path, int fd, uint64_t at, const struct iovec *parts, int count, ssize_t written) {
  for (int part = 0; part < count && written > 0; part++) {
    size_t size = parts[part].iov_len < (size_t)written ? parts[part].iov_len : (size_t)written;
    note('W', path, file_of(fd), at, parts[part].iov_base, size);
    at += size, written -= size;
  }
}

static int appends(int fd) { return (fcntl(fd, F_GETFL) & O_APPEND) != 0; }

static uint64_t start_of(int fd) {
  struct stat facts;
  if (appends(fd) && !fstat(fd, &facts)) return facts.st_size;
  return place_of(fd);
}

ssize_t write(int fd, const void *data, size_t size) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return REAL(write)(fd, data, size);
  uint64_t at = start_of(fd);
  if (is_full(makes_longer(fd, at + size))) return -1;
  ssize_t written = REAL(write)(fd, data, size);
  if (written > 0) note('W', path, file_of(fd), at, data, written);
  return written;
}

static ssize_t write_at(int fd, const void *data, size_t size, off_t at) {
  char path[PATH_MAX];
  int below = path_of(fd, path);
  if (below && is_full(makes_longer(fd, at + size))) return -1;
  ssize_t written = REAL(pwrite64)(fd, data, size, at);
  if (below && written > 0) note('W', path, file_of(fd), at, data, written);
  return written;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return write_at(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return write_at(fd, data, size, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return REAL(writev)(fd, parts, count);
  uint64_t at = start_of(fd);
  if (is_full(makes_longer(fd, at + length_of(parts, count)))) return -1;
  ssize_t written = REAL(writev)(fd, parts, count);
  note_parts(path, fd, at, parts, count, written);
  return written;
}

static ssize_t writev_at(int fd, const struct iovec *parts, int count, off_t at) {
  char path[PATH_MAX];
  int below = path_of(fd, path);
  if (below && is_full(makes_longer(fd, at + length_of(parts, count)))) return -1;
  ssize_t written = REAL(pwritev64)(fd, parts, count, at);
  if (below) note_parts(path, fd, at, parts, count, written);
  return written;
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return writev_at(fd, parts, count, at); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) { return writev_at(fd, parts, count, at); }

static int cut(int fd, off_t size) {
  char path[PATH_MAX];
  int below = path_of(fd, path);
  if (below && makes_longer(fd, size) && is_full(1)) return -1;
  int done = REAL(ftruncate64)(fd, size);
  if (below && !done) note('T', path, file_of(fd), size, 0, 0);
  return done;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

static int flush(int fd, int (*how)(int)) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return how(fd);
  uint64_t file = file_of(fd), who = syscall(SYS_gettid);
  note('S', path, file, who, 0, 0);
  int done = how(fd);
  if (!done) note('E', path, file, who, 0, 0);
  return done;
}
int fsync(int fd) { return flush(fd, REAL(fsync)); }
int fdatasync(int fd) { return flush(fd, REAL(fdatasync)); }

static int open_file(int folder, const char *given, int flags, mode_t mode) {
  char path[PATH_MAX];
  int changes = flags & (O_CREAT | O_TRUNC);
  int below = changes && full_path(given, path);
  int is_new = below && syscall(SYS_faccessat, AT_FDCWD, path, F_OK);
  if (is_new && (flags & O_CREAT) && is_full(1)) return -1;
  int fd = syscall(SYS_openat, folder, given, flags, mode);
  if (below && fd >= 0 && is_new) note('C', path, file_of(fd), 0, 0, 0);
  else if (below && fd >= 0 && (flags & O_TRUNC)) note('T', path, file_of(fd), 0, 0, 0);
  return fd;
}
#define MODE_OF(flags)            \
  mode_t mode = 0;                \
  if ((flags) & (O_CREAT | __O_TMPFILE)) { \
    va_list rest;                 \
    va_start(rest, flags);        \
    mode = va_arg(rest, mode_t);  \
    va_end(rest);                 \
  }
int open(const char *path, int flags, ...) { MODE_OF(flags) return open_file(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return open_file(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE_OF(flags) return open_file(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE_OF(flags) return open_file(folder, path, flags | O_LARGEFILE, mode); }

static int two_names(char kind, const char *from, const char *to, int (*how)(const char *, const char *)) {
  char old[PATH_MAX], now[PATH_MAX];
  int below = full_path(from, old) && full_path(to, now);
  if (below && is_full(0)) return -1;
  int done = how(from, to);
  if (below && !done) note(kind, old, 0, 0, now, strlen(now));
  return done;
}
int rename(const char *from, const char *to) { return two_names('R', from, to, REAL(rename)); }
int link(const char *from, const char *to) { return two_names('L', from, to, REAL(link)); }

int unlink(const char *given) {
  char path[PATH_MAX];
  int below = full_path(given, path);
  int done = REAL(unlink)(given);
  if (below && !done) note('U', path, 0, 0, 0, 0);
  return done;
}

int mkdir(const char *given, mode_t mode) {
  char path[PATH_MAX];
  struct stat facts;
  int below = full_path(given, path);
  if (below && stat(path, &facts) && is_full(1)) return -1;
  int done = REAL(mkdir)(given, mode);
  if (below && !done && !stat(path, &facts)) note('M', path, facts.st_ino, 0, 0, 0);
  return done;
}

/* Copying inside the kernel would pass by unseen: refused, so that the program writes by itself. */
long syscall(long number, ...) {
  va_list rest;
  va_start(rest, number);
  long a = va_arg(rest, long), b = va_arg(rest, long), c = va_arg(rest, long), d = va_arg(rest, long),
       e = va_arg(rest, long), f = va_arg(rest, long);
  va_end(rest);
  if (number == SYS_copy_file_range && root_length) {
    errno = EXDEV;
    return -1;
  }
  static long (*next)(long, ...);
  if (!next) next = real("syscall");
  return next(number, a, b, c, d, e, f);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
  if (!root_length) {
    static ssize_t (*next)(int, int, off64_t *, size_t);
    if (!next) next = real("sendfile64");
    return next(to, from, at, size);
  }
  errno = EINVAL;
  return -1;
}
ssize_t sendfile(int to, int from, off_t *at, size_t size) { return sendfile64(to, from, at, size); }
