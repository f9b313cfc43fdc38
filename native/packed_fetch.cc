// Owns the fetch: one call on a worker thread that brings many messages in one block.
#include "async_call.h"
#include "calls.h"
#include "client_registry.h"
#include "packed_block.h"

namespace companion {
namespace {

struct FetchLimits {
  int timeoutMs;
  size_t records;
  size_t bytes;
};

class Fetch : public AsyncCall {
 public:
  Fetch(std::shared_ptr<Client> client, FetchLimits limits) : client_(std::move(client)), limits_(limits) {}

  void run() override {
    InUse use(client_);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the consumer is closed");
    const auto& api = librdkafka::api();
    int timeoutMs = limits_.timeoutMs;
    // One message at a time: librdkafka's call for a batch moves the position past the end-of-partition event.
    while (block_.count() < limits_.records && block_.dataSize() < limits_.bytes) {
      rd_kafka_message_t* message = api.rd_kafka_consumer_poll(use.handle(), timeoutMs);
      if (message == nullptr) break;
      const bool goesOn = take(message);
      api.rd_kafka_message_destroy(message);
      if (!goesOn) break;
      timeoutMs = 0;
    }
    events_ = client_->takeEvents();
  }

  napi_value result(napi_env env) override {
    napi_value result = block_.release(env);
    set(env, result, "events", fromEvents(env, std::move(events_)));
    return result;
  }

 private:
  bool take(const rd_kafka_message_t* message) {
    if (message->err == librdkafka::NO_ERROR) {
      block_.add(message, static_cast<double>(message->offset));
      return true;
    }
    const auto& api = librdkafka::api();
    Event event;
    const bool isEnd = message->err == librdkafka::ERR_PARTITION_EOF;
    event.kind = isEnd ? Event::Kind::kEndOfPartition : Event::Kind::kError;
    event.code = message->err;
    const char* text = isEnd ? nullptr : api.rd_kafka_message_errstr(message);
    if (!isEnd) event.message = text == nullptr || *text == '\0' ? api.rd_kafka_err2str(message->err) : text;
    if (message->rkt != nullptr) {
      event.topic = api.rd_kafka_topic_name(message->rkt);
      event.partition = message->partition;
      event.offset = message->offset;
    }
    client_->add(std::move(event));
    // Records after an error of their partition must not be mixed with those before it.
    return isEnd;
  }

  std::shared_ptr<Client> client_;
  FetchLimits limits_;
  PackedBlock block_;
  std::vector<Event> events_;
};

// fetch(id, timeoutMs, maxRecords, maxBytes): promise of a block with `events`
napi_value fetch(napi_env env, const Arguments& arguments) {
  FetchLimits limits;
  limits.timeoutMs = static_cast<int>(arguments.integer(1));
  limits.records = static_cast<size_t>(arguments.integer(2));
  limits.bytes = static_cast<size_t>(arguments.integer(3));
  return start(env, std::make_unique<Fetch>(findClient(arguments.integer(0)), limits));
}

// wake(id): ends the pending fetch, or the next one, early
napi_value wake(napi_env env, const Arguments& arguments) {
  findClient(arguments.integer(0))->wake();
  return undefined(env);
}

}  // namespace

void defineFetch(napi_env env, napi_value exports) {
  define<fetch>(env, exports, "fetch");
  define<wake>(env, exports, "wake");
}

}  // namespace companion
