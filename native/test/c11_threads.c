// Owns C11's threads on top of POSIX', for the thread sanitizer: librdkafka starts its threads and takes its locks through
// C11's functions, which gcc's libtsan does not know, so a thread of it would crash and a lock of it order nothing. Its
// read-write locks pass through here as well: libtsan judges no order of locks taken by a library that tsan.supp names.
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

static int resultOf(int error) {
  switch (error) {
    case 0: return thrd_success;
    case ENOMEM: return thrd_nomem;
    case EBUSY: return thrd_busy;
    case ETIMEDOUT: return thrd_timedout;
    default: return thrd_error;
  }
}

typedef struct {
  thrd_start_t run;
  void* argument;
} Start;

static void* runThread(void* given) {
  const Start start = *(Start*)given;
  free(given);
  return (void*)(intptr_t)start.run(start.argument);
}

int thrd_create(thrd_t* thread, thrd_start_t run, void* argument) {
  Start* start = malloc(sizeof *start);
  if (start == NULL) return thrd_nomem;
  *start = (Start){run, argument};
  const int error = pthread_create((pthread_t*)thread, NULL, runThread, start);
  if (error != 0) free(start);
  return resultOf(error);
}

int thrd_join(thrd_t thread, int* result) {
  void* value = NULL;
  const int error = pthread_join((pthread_t)thread, &value);
  if (error == 0 && result != NULL) *result = (int)(intptr_t)value;
  return resultOf(error);
}

int thrd_detach(thrd_t thread) { return resultOf(pthread_detach((pthread_t)thread)); }

int mtx_init(mtx_t* mutex, int type) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  if (type & mtx_recursive) pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  const int error = pthread_mutex_init((pthread_mutex_t*)mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
  return resultOf(error);
}

void mtx_destroy(mtx_t* mutex) { pthread_mutex_destroy((pthread_mutex_t*)mutex); }
int mtx_lock(mtx_t* mutex) { return resultOf(pthread_mutex_lock((pthread_mutex_t*)mutex)); }
int mtx_trylock(mtx_t* mutex) { return resultOf(pthread_mutex_trylock((pthread_mutex_t*)mutex)); }
int mtx_unlock(mtx_t* mutex) { return resultOf(pthread_mutex_unlock((pthread_mutex_t*)mutex)); }

int mtx_timedlock(mtx_t* restrict mutex, const struct timespec* restrict until) {
  return resultOf(pthread_mutex_timedlock((pthread_mutex_t*)mutex, until));
}

int cnd_init(cnd_t* condition) { return resultOf(pthread_cond_init((pthread_cond_t*)condition, NULL)); }
void cnd_destroy(cnd_t* condition) { pthread_cond_destroy((pthread_cond_t*)condition); }
int cnd_signal(cnd_t* condition) { return resultOf(pthread_cond_signal((pthread_cond_t*)condition)); }
int cnd_broadcast(cnd_t* condition) { return resultOf(pthread_cond_broadcast((pthread_cond_t*)condition)); }

int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  return resultOf(pthread_cond_wait((pthread_cond_t*)condition, (pthread_mutex_t*)mutex));
}

int cnd_timedwait(cnd_t* restrict condition, mtx_t* restrict mutex, const struct timespec* restrict until) {
  return resultOf(pthread_cond_timedwait((pthread_cond_t*)condition, (pthread_mutex_t*)mutex, until));
}

void call_once(once_flag* flag, void (*run)(void)) { pthread_once((pthread_once_t*)flag, run); }

#define PASS_ON(name)                                                                    \
  int name(pthread_rwlock_t* lock) {                                                     \
    static int (*next)(pthread_rwlock_t*);                                               \
    if (next == NULL) next = (int (*)(pthread_rwlock_t*))dlsym(RTLD_NEXT, #name);        \
    return next(lock);                                                                   \
  }
PASS_ON(pthread_rwlock_rdlock)
PASS_ON(pthread_rwlock_wrlock)
PASS_ON(pthread_rwlock_unlock)
