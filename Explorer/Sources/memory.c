// The few functions of a C library that compiled Swift calls. Memory comes in sizes of powers of two,
// from the end of what is used; what is given back goes to a list for its size.
#include <stddef.h>

extern unsigned char __heap_base;

// Before what is handed out, and as much as its alignment.
typedef struct Block {
  struct Block *next;
  unsigned size;
  unsigned padding[2];
} Block;

static Block *given_back[32];
static unsigned char *end = &__heap_base;

void *malloc(size_t bytes) {
  unsigned size = 4;
  while (((size_t)1 << size) < bytes + sizeof(Block)) size++;
  Block *block = given_back[size];
  if (block) {
    given_back[size] = block->next;
  } else {
    block = (Block *)(((size_t)end + 15) & ~(size_t)15);
    end = (unsigned char *)block + ((size_t)1 << size);
    size_t pages = __builtin_wasm_memory_size(0);
    if ((size_t)end > pages << 16 &&
        __builtin_wasm_memory_grow(0, (((size_t)end - (pages << 16)) >> 16) + 1) == (size_t)-1)
      __builtin_trap();
    block->size = size;
  }
  return block + 1;
}

void free(void *memory) {
  if (!memory) return;
  Block *block = (Block *)memory - 1;
  block->next = given_back[block->size];
  given_back[block->size] = block;
}

// Nothing here asks for more than malloc's 16.
int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  if (alignment > 16) return 22;
  *memory = malloc(bytes);
  return 0;
}

void *memcpy(void *to, const void *from, size_t bytes) { return __builtin_memcpy(to, from, bytes); }
void *memmove(void *to, const void *from, size_t bytes) { return __builtin_memmove(to, from, bytes); }
void *memset(void *to, int byte, size_t bytes) { return __builtin_memset(to, byte, bytes); }
