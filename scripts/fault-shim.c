// What scripts/faults puts before the C library: counts the calls of a process that change the disk,
// and at the one whose number FAULT_AT says has FAULT come about.
//
//   FAULT=ENOSPC, EIO, EPERM   the call fails
//   FAULT=KILL, INT, TERM, XFSZ   the process is sent that signal before the call
//
// Without FAULT_AT the number of calls is written to FAULT_COUNT, if that names a file. A socket that
// is opened ends the process, whatever is set.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int calls;

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

// Whether the call that is about to be made fails; errno is set then.
static int fault(void) {
  const char *at = getenv("FAULT_AT"), *what = getenv("FAULT");
  calls++;
  if (!at || !what || calls != atoi(at)) return 0;
  if (!strcmp(what, "ENOSPC")) return errno = ENOSPC, 1;
  if (!strcmp(what, "EIO")) return errno = EIO, 1;
  if (!strcmp(what, "EPERM")) return errno = EPERM, 1;
  int number = !strcmp(what, "KILL")   ? SIGKILL
               : !strcmp(what, "INT")  ? SIGINT
               : !strcmp(what, "TERM") ? SIGTERM
               : !strcmp(what, "XFSZ") ? SIGXFSZ
                                       : 0;
  if (number) kill(getpid(), number);
  return 0;
}

__attribute__((destructor)) static void tell(void) {
  const char *path = getenv("FAULT_COUNT");
  if (!path || getenv("FAULT_AT")) return;
  int (*real_open)(const char *, int, ...) = next("open");
  int descriptor = real_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dprintf(descriptor, "%d\n", calls);
  close(descriptor);
}

#define OPEN(name)                                              \
  int name(const char *path, int flags, ...) {                  \
    mode_t mode = 0;                                            \
    if (flags & O_CREAT) {                                      \
      va_list list;                                             \
      va_start(list, flags);                                    \
      mode = va_arg(list, mode_t);                              \
      va_end(list);                                             \
      if (fault()) return -1;                                   \
    }                                                           \
    return ((int (*)(const char *, int, ...))next(#name))(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

// Only files: what goes to a stream is no change of the disk.
ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (descriptor > 2 && fault()) return -1;
  return ((ssize_t(*)(int, const void *, size_t))next("write"))(descriptor, bytes, count);
}

#define PATHS(name, parameters, arguments)                              \
  int name parameters {                                                 \
    return fault() ? -1 : ((int(*) parameters)next(#name))arguments;    \
  }
PATHS(rename, (const char *from, const char *to), (from, to))
PATHS(unlink, (const char *path), (path))
PATHS(mkdir, (const char *path, mode_t mode), (path, mode))
PATHS(rmdir, (const char *path), (path))
PATHS(ftruncate, (int descriptor, off_t length), (descriptor, length))
PATHS(ftruncate64, (int descriptor, off64_t length), (descriptor, length))

int socket(int domain, int type, int protocol) {
  fprintf(stderr, "a socket was opened\n");
  abort();
}
