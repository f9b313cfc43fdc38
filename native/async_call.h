// Owns how a call runs on a libuv worker thread and settles a promise afterwards.
#pragma once

#include <memory>
#include <string>

#include "node_values.h"

namespace companion {

// One call. `run` is on a worker thread and must touch nothing of Node; `result` is on the main thread afterwards.
class AsyncCall {
 public:
  virtual ~AsyncCall() = default;
  virtual void run() = 0;
  virtual napi_value result(napi_env env) = 0;

 protected:
  // The promise is rejected with this instead of being resolved with `result`.
  void fail(int code, const std::string& message);
  // The same with librdkafka's words for the code; nothing when there is no error.
  void failOn(int code, const std::string& what);

 private:
  friend class AsyncRunner;
  bool hasFailed_ = false;
  int code_ = 0;
  std::string message_;
};

// Starts a call and returns its promise.
napi_value start(napi_env env, std::unique_ptr<AsyncCall> call);

}  // namespace companion
