// What the thread sanitizer cannot see by itself: where two threads want the same Mutex at once, it
// changes hands in a library of Swift's that is not instrumented. scripts/sanitize links this into
// what it builds for the sanitizer, in place of the library's two functions, which it calls.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

void __tsan_acquire(void *address);
void __tsan_release(void *address);

SWIFT void lockSlow(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void unlockSlow(SELF) __asm__(UNLOCK);

SWIFT void lockSlow(uint32_t thread, SELF) {
  typedef SWIFT void (*Function)(uint32_t, SELF);
  ((Function)dlsym(RTLD_NEXT, LOCK))(thread, self);
  __tsan_acquire(self);
}

SWIFT void unlockSlow(SELF) {
  typedef SWIFT void (*Function)(SELF);
  __tsan_release(self);
  ((Function)dlsym(RTLD_NEXT, UNLOCK))(self);
}
