// Owns the libuv side of asynchronous calls.
#include "async_call.h"

#include "librdkafka_api.h"

namespace companion {

void AsyncCall::fail(int code, const std::string& message) {
  hasFailed_ = true;
  code_ = code;
  message_ = message;
}

void AsyncCall::failOn(int code, const std::string& what) {
  if (code == librdkafka::NO_ERROR) return;
  fail(code, what + ": " + librdkafka::api().rd_kafka_err2str(code));
}

class AsyncRunner {
 public:
  AsyncRunner(napi_env env, std::unique_ptr<AsyncCall> call) : env_(env), call_(std::move(call)) {}

  napi_value start() {
    napi_value promise;
    napi_value name = string(env_, "companion");
    check(napi_create_promise(env_, &deferred_, &promise));
    check(napi_create_async_work(env_, nullptr, name, execute, complete, this, &work_));
    check(napi_queue_async_work(env_, work_));
    return promise;
  }

 private:
  static void execute(napi_env, void* data) {
    auto* runner = static_cast<AsyncRunner*>(data);
    try {
      runner->call_->run();
    } catch (const std::exception& error) {
      runner->call_->fail(librdkafka::ERR_BAD_STATE, error.what());
    }
  }

  static void complete(napi_env env, napi_status, void* data) {
    std::unique_ptr<AsyncRunner> runner(static_cast<AsyncRunner*>(data));
    napi_delete_async_work(env, runner->work_);
    try {
      runner->settle();
    } catch (const std::exception& error) {
      runner->reject(librdkafka::ERR_BAD_STATE, error.what());
    }
  }

  void settle() {
    if (call_->hasFailed_) return reject(call_->code_, call_->message_);
    check(napi_resolve_deferred(env_, deferred_, call_->result(env_)));
  }

  void reject(int code, const std::string& message) {
    napi_value error = nullptr;
    try {
      error = kafkaError(env_, code, message);
    } catch (const NodeError&) {
      // The environment is going away and nobody can be told.
      return;
    }
    napi_reject_deferred(env_, deferred_, error);
  }

  napi_env env_;
  std::unique_ptr<AsyncCall> call_;
  napi_deferred deferred_ = nullptr;
  napi_async_work work_ = nullptr;
};

napi_value start(napi_env env, std::unique_ptr<AsyncCall> call) {
  auto runner = std::make_unique<AsyncRunner>(env, std::move(call));
  napi_value promise = runner->start();
  runner.release();
  return promise;
}

}  // namespace companion
