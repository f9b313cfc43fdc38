// Owns how calls wait: within a bound, and asking from time to time whether they should end.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "client_registry.h"
#include "librdkafka_api.h"

namespace companion {

// The longest that a wait on a queue goes without asking.
constexpr int kWaitSliceMs = 100;
// The same for calls of librdkafka that nothing can end: short enough for the end of the process, long enough for a broker
// far away.
constexpr int kBlockingSliceMs = 5000;

class Deadline {
 public:
  explicit Deadline(int64_t timeoutMs) : end_(std::chrono::steady_clock::now() + std::chrono::milliseconds(timeoutMs)) {}
  int left() const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<int64_t>(0, left.count()));
  }
  int slice(int longest = kWaitSliceMs) const { return std::min(longest, left()); }

 private:
  std::chrono::steady_clock::time_point end_;
};

// Repeats a blocking call, which takes a time-out and returns a code, until it is answered or the time is over.
template <class Call>
int inSlices(Client& client, int timeoutMs, Call call) {
  const Deadline deadline(timeoutMs);
  for (;;) {
    const int code = call(deadline.slice(kBlockingSliceMs));
    const bool isUnanswered = code == librdkafka::ERR_TIMED_OUT || code == librdkafka::ERR_TRANSPORT;
    if (!isUnanswered || deadline.left() == 0 || client.isEnding()) return code;
  }
}

}  // namespace companion
