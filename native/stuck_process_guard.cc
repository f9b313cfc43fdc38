// Owns the end of a process whose event loop never comes back: it hears of signals where JavaScript cannot, waits in a thread
// of its own, and says in one line who holds the loop.
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "calls.h"
#include "node_values.h"

namespace companion {
namespace {

constexpr int kSignals[] = {SIGTERM, SIGINT};
constexpr size_t kSignalCount = sizeof kSignals / sizeof *kSignals;
constexpr int kTickMs = 50;
// A process that was frozen has not been silent meanwhile: what passed between two looks counts up to this.
constexpr int64_t kMostPerTickMs = 4 * kTickMs;
// How long JavaScript has to take up a second signal before it is taken up here.
constexpr int64_t kSecondSignalMs = 500;
constexpr int kWriteWaitMs = 1000;
constexpr size_t kMostAwaited = 5;
// The layout of src/runtime/event-loop.ts.
constexpr size_t kCall = 0;
constexpr size_t kSince = 1;
constexpr size_t kFirstAwaited = 2;
constexpr int64_t kCallsPerOwner = 32;

int64_t nowMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

// The line for an owner, and how it is named in the line of another.
struct Owner {
  std::string line;
  std::string label;
};

struct Texts {
  std::vector<std::string> calls;
  std::string stuck;
  std::string second;
  std::string unknown;
  std::string awaited;
  std::string timeStyle;
};

struct Guard {
  std::atomic<int> signals{0};
  std::atomic<int> lastSignal{0};
  // Signals that JavaScript has taken up.
  std::atomic<int> acknowledged{0};
  std::atomic<uint32_t> beats{0};
  std::atomic<bool> isWatching{false};
  std::atomic<bool> isReleased{false};
  std::atomic<int64_t> deadlineMs{0};
  // When the run is to end by itself; 0: at no time.
  std::atomic<int64_t> endsAt{0};
  int wake[2] = {-1, -1};
  struct sigaction former[kSignalCount];
  bool isInstalled[kSignalCount] = {};
  std::thread thread;
  std::mutex mutex;
  std::vector<Owner> owners;
  Texts texts;
  const volatile double* cells = nullptr;
  size_t cellCount = 0;
  napi_ref cellsReference = nullptr;
  // Milliseconds from the clock of the cells to ours.
  int64_t clockOffset = 0;
};

// Set while the handlers are installed; read by them.
std::atomic<Guard*> current{nullptr};

void wakeUp(Guard& guard) {
  const char byte = 0;
  // A full pipe wakes the thread as well.
  if (write(guard.wake[1], &byte, 1) < 0) return;
}

void onSignal(int signal, siginfo_t* info, void* context) {
  Guard* guard = current.load();
  if (guard == nullptr) return;
  const int error = errno;
  guard->lastSignal.store(signal);
  guard->signals.fetch_add(1);
  wakeUp(*guard);
  errno = error;
  const size_t index = signal == kSignals[0] ? 0 : 1;
  const struct sigaction& former = guard->former[index];
  if ((former.sa_flags & SA_SIGINFO) != 0) {
    former.sa_sigaction(signal, info, context);
  } else if (former.sa_handler != SIG_DFL && former.sa_handler != SIG_IGN) {
    former.sa_handler(signal);
  }
}

// Chains itself before what listens now. A signal that nothing listens to keeps its default.
void install(Guard& guard) {
  for (size_t index = 0; index < kSignalCount; index++) {
    struct sigaction& former = guard.former[index];
    if (sigaction(kSignals[index], nullptr, &former) != 0) continue;
    const bool isHeard = (former.sa_flags & SA_SIGINFO) != 0 || (former.sa_handler != SIG_DFL && former.sa_handler != SIG_IGN);
    if (!isHeard) continue;
    struct sigaction own = {};
    own.sa_sigaction = onSignal;
    own.sa_flags = SA_RESTART | SA_SIGINFO;
    sigfillset(&own.sa_mask);
    guard.isInstalled[index] = sigaction(kSignals[index], &own, nullptr) == 0;
  }
}

// Leaves alone what somebody else has installed since.
void uninstall(Guard& guard) {
  for (size_t index = 0; index < kSignalCount; index++) {
    struct sigaction present;
    if (!guard.isInstalled[index] || sigaction(kSignals[index], nullptr, &present) != 0) continue;
    const bool isOurs = (present.sa_flags & SA_SIGINFO) != 0 && present.sa_sigaction == onSignal;
    if (isOurs) sigaction(kSignals[index], &guard.former[index], nullptr);
    guard.isInstalled[index] = false;
  }
}

void replace(std::string& text, const char* name, const std::string& value) {
  const size_t length = std::char_traits<char>::length(name);
  for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) {
    text.replace(at, length, value);
  }
}

std::string timeText(const std::string& style) {
  using namespace std::chrono;
  const int64_t ms = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  if (style == "json") return std::to_string(ms);
  const time_t seconds = static_cast<time_t>(ms / 1000);
  struct tm parts;
  const bool isJava = style == "java";
  if ((isJava ? localtime_r(&seconds, &parts) : gmtime_r(&seconds, &parts)) == nullptr) return "";
  char date[32];
  char text[48];
  strftime(date, sizeof date, isJava ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%dT%H:%M:%S", &parts);
  snprintf(text, sizeof text, isJava ? "%s,%03d" : "%s.%03dZ", date, static_cast<int>(ms % 1000));
  return text;
}

std::string callName(const Guard& guard, int64_t call) {
  const auto& calls = guard.texts.calls;
  return call > 0 && call < static_cast<int64_t>(calls.size()) ? calls[static_cast<size_t>(call)] : std::string();
}

// What the tasks have begun that is not over: one of these may hold the loop after a wait.
std::string awaitedCalls(const Guard& guard) {
  std::string list;
  size_t count = 0;
  for (size_t owner = 0; owner < guard.owners.size() && kFirstAwaited + owner < guard.cellCount; owner++) {
    const std::string name = callName(guard, static_cast<int64_t>(guard.cells[kFirstAwaited + owner]));
    if (name.empty() || guard.owners[owner].label.empty()) continue;
    if (count++ == kMostAwaited) return list + ", …";
    list += (list.empty() ? "" : ", ") + guard.owners[owner].label + name;
  }
  return list;
}

std::string lastLine(Guard& guard, const std::string& text, int64_t silentMs) {
  std::lock_guard<std::mutex> lock(guard.mutex);
  const int64_t code = static_cast<int64_t>(guard.cells[kCall]);
  const size_t owner = static_cast<size_t>(code / kCallsPerOwner);
  std::string call = callName(guard, code % kCallsPerOwner);
  const bool isKnown = code > 0 && owner < guard.owners.size() && !guard.owners[owner].line.empty() && !call.empty();
  double heldMs = static_cast<double>(silentMs);
  if (isKnown) {
    heldMs = static_cast<double>(nowMs() - guard.clockOffset) - guard.cells[kSince];
  } else {
    const std::string awaited = awaitedCalls(guard);
    call = guard.texts.unknown + (awaited.empty() ? "" : guard.texts.awaited + awaited);
  }
  char seconds[32];
  snprintf(seconds, sizeof seconds, "%.1f", std::max(0.0, heldMs) / 1000);
  std::string line = guard.owners[isKnown ? owner : 0].line;
  replace(line, "{text}", text);
  replace(line, "{time}", timeText(guard.texts.timeStyle));
  replace(line, "{signal}", guard.lastSignal.load() == SIGINT ? "SIGINT" : "SIGTERM");
  replace(line, "{seconds}", seconds);
  replace(line, "{call}", call);
  return line + "\n";
}

// Standard error may be a pipe that nobody reads: the end must not wait for it.
void writeOut(const std::string& text) {
  size_t done = 0;
  while (done < text.size()) {
    pollfd target = {STDERR_FILENO, POLLOUT, 0};
    if (poll(&target, 1, kWriteWaitMs) <= 0 || (target.revents & POLLOUT) == 0) return;
    const ssize_t written = write(STDERR_FILENO, text.data() + done, std::min<size_t>(text.size() - done, 512));
    if (written < 0 && errno != EAGAIN && errno != EINTR) return;
    if (written > 0) done += static_cast<size_t>(written);
  }
}

[[noreturn]] void endProcess(Guard& guard, const std::string& text, int64_t silentMs, int code) {
  writeOut(lastLine(guard, text, silentMs));
  _exit(code);
}

// How long the thread may sleep: for ever, as long as nothing is asked of it.
int sleepMs(const Guard& guard) {
  if (guard.isWatching || guard.signals > 0) return kTickMs;
  const int64_t endsAt = guard.endsAt;
  if (endsAt == 0) return -1;
  return static_cast<int>(std::min<int64_t>(std::max<int64_t>(endsAt - nowMs(), 0), 3600000));
}

void sleepUntilAsked(Guard& guard, int ms) {
  pollfd source = {guard.wake[0], POLLIN, 0};
  if (poll(&source, 1, ms) <= 0) return;
  char bytes[64];
  while (read(guard.wake[0], bytes, sizeof bytes) > 0) {
  }
}

void watch(Guard* guard) {
  constexpr int kStuckCode = 70;
  uint32_t beats = guard->beats;
  int64_t silentMs = 0;
  int64_t unheardMs = 0;
  int64_t before = nowMs();
  for (;;) {
    const bool isAsleep = !guard->isWatching;
    sleepUntilAsked(*guard, sleepMs(*guard));
    if (guard->isReleased) return;
    const int64_t now = nowMs();
    const int64_t passed = isAsleep ? 0 : std::min(now - before, kMostPerTickMs);
    before = now;
    if (guard->signals > 0 || (guard->endsAt != 0 && now >= guard->endsAt)) guard->isWatching = true;
    const uint32_t present = guard->beats;
    silentMs = present == beats ? silentMs + passed : 0;
    beats = present;
    const bool isUnheard = guard->signals >= 2 && guard->acknowledged < 2;
    unheardMs = isUnheard ? unheardMs + passed : 0;
    if (unheardMs >= kSecondSignalMs) endProcess(*guard, guard->texts.second, silentMs, 128 + guard->lastSignal);
    if (guard->isWatching && silentMs >= guard->deadlineMs) endProcess(*guard, guard->texts.stuck, silentMs, kStuckCode);
  }
}

// One for the life of the process: a handler on another thread may still write when its guard is released.
bool openPipe(int (&ends)[2]) {
  static int opened[2] = {-1, -1};
  if (opened[0] < 0) {
    if (pipe(opened) != 0) return false;
    for (int end : opened) {
      fcntl(end, F_SETFD, FD_CLOEXEC);
      fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK);
    }
  }
  std::copy(opened, opened + 2, ends);
  return true;
}

// The thread takes no signals: they belong to those who wait for them.
void startThread(Guard& guard) {
  sigset_t all;
  sigset_t former;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &former);
  guard.thread = std::thread(watch, &guard);
  pthread_sigmask(SIG_SETMASK, &former, nullptr);
}

// A handler that has begun on another thread may still look at the guard: what is left of it is small, and kept.
void release(napi_env env) {
  Guard* guard = current.load();
  if (guard == nullptr) return;
  uninstall(*guard);
  current.store(nullptr);
  guard->isReleased = true;
  wakeUp(*guard);
  guard->thread.join();
  guard->owners = {};
  guard->texts = {};
  if (env != nullptr) napi_delete_reference(env, guard->cellsReference);
}

void releaseAtExit(void* env) { release(static_cast<napi_env>(env)); }

std::vector<std::string> toTexts(napi_env env, napi_value list) {
  std::vector<std::string> texts;
  for (uint32_t index = 0; index < lengthOf(env, list); index++) texts.push_back(toText(env, element(env, list, index)));
  return texts;
}

// guardStart(cells, time, received, texts): listens from now on; `time` is what the clock of the cells says now, `received`
// how many signals JavaScript has had already. False when it listens already.
napi_value guardStart(napi_env env, const Arguments& arguments) {
  if (current.load() != nullptr) return boolean(env, false);
  auto* guard = new Guard();
  void* data = nullptr;
  size_t size = 0;
  check(napi_get_arraybuffer_info(env, arguments.at(0), &data, &size));
  if (size < (kFirstAwaited + 1) * sizeof(double) || !openPipe(guard->wake)) {
    delete guard;
    throw NodeError("companion: the guard has no room for its cells, or no pipe");
  }
  guard->cells = static_cast<const volatile double*>(data);
  guard->cellCount = size / sizeof(double);
  guard->clockOffset = nowMs() - arguments.integer(1);
  guard->signals = guard->acknowledged = static_cast<int>(arguments.integer(2));
  const napi_value texts = arguments.at(3);
  const auto text = [&](const char* name) { return toText(env, property(env, texts, name)); };
  guard->texts = {toTexts(env, property(env, texts, "calls")), text("stuck"), text("second"), text("unknown"),
                  text("awaited"), text("timeStyle")};
  guard->owners.push_back({text("line"), ""});
  guard->deadlineMs = toInteger(env, property(env, texts, "deadlineMs"));
  check(napi_create_reference(env, arguments.at(0), 1, &guard->cellsReference));
  current.store(guard);
  startThread(*guard);
  install(*guard);
  napi_add_env_cleanup_hook(env, releaseAtExit, env);
  return boolean(env, true);
}

// guardName(owner, line, label): the name of an owner from 1 on; empty texts when it is gone
napi_value guardName(napi_env env, const Arguments& arguments) {
  Guard* guard = current.load();
  const int64_t owner = arguments.integer(0);
  if (guard == nullptr || owner < 1 || static_cast<size_t>(owner) + kFirstAwaited >= guard->cellCount) return undefined(env);
  std::lock_guard<std::mutex> lock(guard->mutex);
  const size_t index = static_cast<size_t>(owner);
  if (guard->owners.size() <= index) guard->owners.resize(index + 1);
  guard->owners[index] = {arguments.text(1), arguments.text(2)};
  return undefined(env);
}

// guardDeadline(ms): how long the loop may be silent
napi_value guardDeadline(napi_env env, const Arguments& arguments) {
  if (Guard* guard = current.load()) guard->deadlineMs = arguments.integer(0);
  return undefined(env);
}

// guardEndsIn(ms): the run ends then, without a signal; 0: now
napi_value guardEndsIn(napi_env env, const Arguments& arguments) {
  Guard* guard = current.load();
  if (guard == nullptr) return undefined(env);
  guard->endsAt = nowMs() + arguments.integer(0);
  wakeUp(*guard);
  return undefined(env);
}

// guardAcknowledge(): JavaScript has taken up a signal
napi_value guardAcknowledge(napi_env env, const Arguments&) {
  if (Guard* guard = current.load()) guard->acknowledged++;
  return undefined(env);
}

// guardBeat(): the loop is alive
napi_value guardBeat(napi_env env, const Arguments&) {
  if (Guard* guard = current.load()) guard->beats++;
  return undefined(env);
}

// guardStop(): leaves neither thread nor handler
napi_value guardStop(napi_env env, const Arguments&) {
  if (current.load() != nullptr) napi_remove_env_cleanup_hook(env, releaseAtExit, env);
  release(env);
  return undefined(env);
}

}  // namespace

void defineStuckProcessGuard(napi_env env, napi_value exports) {
  define<guardStart>(env, exports, "guardStart");
  define<guardName>(env, exports, "guardName");
  define<guardDeadline>(env, exports, "guardDeadline");
  define<guardEndsIn>(env, exports, "guardEndsIn");
  define<guardAcknowledge>(env, exports, "guardAcknowledge");
  define<guardBeat>(env, exports, "guardBeat");
  define<guardStop>(env, exports, "guardStop");
}

}  // namespace companion
