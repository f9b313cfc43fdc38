// Owns how the C library shares memory out among the threads of this process.
#include "calls.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace companion {

void limitArenas() {
#ifdef __GLIBC__
  // Of its own accord glibc gives eight for each processor: what one thread has freed would not serve the next, and
  // records are allocated by a thread of librdkafka, packed by one of libuv and freed by the main thread.
  mallopt(M_ARENA_MAX, 2);
#endif
}

}  // namespace companion
