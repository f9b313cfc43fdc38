// Owns what a consumer asks of its group and its partitions.
#include <algorithm>
#include <cstring>

#include "async_call.h"
#include "calls.h"
#include "client_registry.h"
#include "owned.h"
#include "topic_partitions.h"
#include "waiting.h"

namespace companion {
namespace {

using librdkafka::api;

// A call on a list of partitions that gives the list back.
class PartitionsCall : public AsyncCall {
 public:
  PartitionsCall(std::shared_ptr<Client> client, PartitionList partitions, int timeoutMs)
      : client(std::move(client)), partitions(std::move(partitions)), timeoutMs(timeoutMs) {}

  void run() override {
    InUse use(client);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the consumer is closed");
    call(use.handle());
  }

  napi_value result(napi_env env) override { return fromPartitionList(env, partitions.get()); }

 protected:
  virtual void call(rd_kafka_t* handle) = 0;
  void failOnError(rd_kafka_error_t* made) {
    KafkaError error(made);
    if (error) fail(api().rd_kafka_error_code(error.get()), api().rd_kafka_error_string(error.get()));
  }

  std::shared_ptr<Client> client;
  PartitionList partitions;
  int timeoutMs;
};

class Assign : public PartitionsCall {
 public:
  Assign(std::shared_ptr<Client> client, PartitionList partitions, bool isCooperative, int64_t resetTo, int timeoutMs)
      : PartitionsCall(std::move(client), std::move(partitions), timeoutMs), isCooperative_(isCooperative), resetTo_(resetTo) {}

 protected:
  void call(rd_kafka_t* handle) override {
    lookUpOffsets(handle);
    if (!client->mayAnswer()) return fail(librdkafka::ERR_DESTROY, "the group is being left");
    if (isCooperative_) return failOnError(api().rd_kafka_incremental_assign(handle, partitions.get()));
    failOn(api().rd_kafka_assign(handle, partitions.get()), "partitions cannot be assigned");
  }

 private:
  // librdkafka would ask for the offsets itself, but waits a while where there is none. On any doubt it is left to do so.
  void lookUpOffsets(rd_kafka_t* handle) {
    if (hasAllOffsets()) return;
    PartitionList asked = copyOf(partitions.get());
    const int code = api().rd_kafka_committed(handle, asked.get(), timeoutMs);
    if (code != librdkafka::NO_ERROR || firstError(asked.get()) != librdkafka::NO_ERROR) return;
    PartitionList unset(api().rd_kafka_topic_partition_list_new(asked->cnt));
    for (int index = 0; index < asked->cnt; index++) {
      rd_kafka_topic_partition_t& partition = asked->elems[index];
      if (partition.offset >= 0) continue;
      partition.offset = resetTo_;
      add(unset.get(), partition);
    }
    if (unset->cnt > 0 && resetTo_ != librdkafka::OFFSET_INVALID) resolveResets(handle, unset.get(), asked.get());
    partitions = std::move(asked);
  }

  // The offsets that beginning and end stand for. Asked for later, the answer would wait behind the first fetch that finds nothing.
  void resolveResets(rd_kafka_t* handle, rd_kafka_topic_partition_list_t* unset, rd_kafka_topic_partition_list_t* asked) {
    if (api().rd_kafka_offsets_for_times(handle, unset, std::min(timeoutMs, kResetsMs)) != librdkafka::NO_ERROR) return;
    for (int index = 0, next = 0; index < asked->cnt && next < unset->cnt; index++) {
      rd_kafka_topic_partition_t& partition = asked->elems[index];
      const rd_kafka_topic_partition_t& found = unset->elems[next];
      if (partition.partition != found.partition || std::strcmp(partition.topic, found.topic) != 0) continue;
      if (found.err == librdkafka::NO_ERROR && found.offset >= 0) partition.offset = found.offset;
      next++;
    }
  }

  static void add(rd_kafka_topic_partition_list_t* list, const rd_kafka_topic_partition_t& partition) {
    api().rd_kafka_topic_partition_list_add(list, partition.topic, partition.partition)->offset = partition.offset;
  }

  // True as well when there is no partition, and where the caller says where each one starts.
  bool hasAllOffsets() const {
    for (int index = 0; index < partitions->cnt; index++) {
      if (partitions->elems[index].offset == librdkafka::OFFSET_INVALID) return false;
    }
    return true;
  }

  static constexpr int kResetsMs = 1000;
  bool isCooperative_;
  int64_t resetTo_;
};

class Unassign : public PartitionsCall {
 public:
  Unassign(std::shared_ptr<Client> client, PartitionList partitions, bool isCooperative)
      : PartitionsCall(std::move(client), std::move(partitions), 0), isCooperative_(isCooperative) {}

 protected:
  void call(rd_kafka_t* handle) override {
    if (!client->mayAnswer()) return fail(librdkafka::ERR_DESTROY, "the group is being left");
    if (isCooperative_) return failOnError(api().rd_kafka_incremental_unassign(handle, partitions.get()));
    failOn(api().rd_kafka_assign(handle, nullptr), "partitions cannot be given up");
  }

 private:
  bool isCooperative_;
};

class Seek : public PartitionsCall {
 public:
  using PartitionsCall::PartitionsCall;

 protected:
  void call(rd_kafka_t* handle) override {
    failOnError(api().rd_kafka_seek_partitions(handle, partitions.get(), timeoutMs));
  }
};

class Committed : public PartitionsCall {
 public:
  using PartitionsCall::PartitionsCall;

 protected:
  void call(rd_kafka_t* handle) override {
    const int code = inSlices(*client, timeoutMs, [&](int sliceMs) {
      return api().rd_kafka_committed(handle, partitions.get(), sliceMs);
    });
    failOn(code, "committed offsets cannot be read");
  }
};

class Commit : public PartitionsCall {
 public:
  using PartitionsCall::PartitionsCall;

 protected:
  // The answer comes on a queue of its own: node-rdkafka's would wait for the next poll of the consumer.
  void call(rd_kafka_t* handle) override {
    Queue queue(api().rd_kafka_queue_new(handle));
    const Deadline deadline(timeoutMs);
    const int code = api().rd_kafka_commit_queue(handle, partitions.get(), queue.get(), answered, this);
    if (code != librdkafka::NO_ERROR) return failOn(code, "offsets cannot be committed");
    while (!isAnswered_ && deadline.left() > 0 && !client->isEnding()) {
      api().rd_kafka_queue_poll_callback(queue.get(), deadline.slice());
    }
    failOn(isAnswered_ ? code_ : librdkafka::ERR_TIMED_OUT, "offsets cannot be committed");
  }

 private:
  static void answered(rd_kafka_t*, int code, rd_kafka_topic_partition_list_t* partitions, void* opaque) {
    auto* commit = static_cast<Commit*>(opaque);
    commit->isAnswered_ = true;
    commit->code_ = code;
    if (partitions != nullptr) commit->partitions = copyOf(partitions);
    if (code == librdkafka::NO_ERROR) commit->code_ = firstError(partitions);
  }

  bool isAnswered_ = false;
  int code_ = librdkafka::NO_ERROR;
};

class Watermarks : public AsyncCall {
 public:
  Watermarks(std::shared_ptr<Client> client, std::string topic, int32_t partition, int timeoutMs)
      : client_(std::move(client)), topic_(std::move(topic)), partition_(partition), timeoutMs_(timeoutMs) {}

  void run() override {
    InUse use(client_);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the client is closed");
    const int code = inSlices(*client_, timeoutMs_, [&](int sliceMs) {
      return api().rd_kafka_query_watermark_offsets(use.handle(), topic_.c_str(), partition_, &low_, &high_, sliceMs);
    });
    failOn(code, "offsets of " + topic_ + "-" + std::to_string(partition_) + " cannot be read");
  }

  napi_value result(napi_env env) override {
    napi_value result = object(env);
    set(env, result, "low", number(env, static_cast<double>(low_)));
    set(env, result, "high", number(env, static_cast<double>(high_)));
    return result;
  }

 private:
  std::shared_ptr<Client> client_;
  std::string topic_;
  int32_t partition_;
  int timeoutMs_;
  int64_t low_ = 0;
  int64_t high_ = 0;
};

// Leaves the group within a bound, answering rebalances itself. node-rdkafka's own close has no bound and may wait for ever.
class Leave : public AsyncCall {
 public:
  Leave(std::shared_ptr<Client> client, int timeoutMs) : client_(std::move(client)), timeoutMs_(timeoutMs) {}

  void run() override {
    InUse use(client_);
    if (!use) {
      hasLeft_ = true;
      return;
    }
    const Deadline deadline(timeoutMs_);
    client_->beginLeaving(use.handle());
    Queue queue(api().rd_kafka_queue_new(use.handle()));
    KafkaError error(api().rd_kafka_consumer_close_queue(use.handle(), queue.get()));
    if (error && api().rd_kafka_error_code(error.get()) == librdkafka::ERR_DESTROY) {
      hasLeft_ = true;
      return;
    }
    // A fatal error leaves no group to leave; destroying the handle cleans up.
    if (error) return;
    while (!(hasLeft_ = api().rd_kafka_consumer_closed(use.handle()) != 0) && deadline.left() > 0 && !isShutDown()) {
      // Serves the callbacks; messages that were on their way come as well and are dropped.
      rd_kafka_message_t* message = api().rd_kafka_consume_queue(queue.get(), deadline.slice());
      if (message != nullptr) api().rd_kafka_message_destroy(message);
    }
  }

  napi_value result(napi_env env) override { return boolean(env, hasLeft_); }

 private:
  std::shared_ptr<Client> client_;
  int timeoutMs_;
  bool hasLeft_ = false;
};

int timeoutAt(const Arguments& arguments, size_t index) { return static_cast<int>(arguments.integer(index)); }

template <class Call>
napi_value onPartitions(napi_env env, const Arguments& arguments) {
  auto client = findClient(arguments.integer(0));
  return start(env, std::make_unique<Call>(client, toPartitionList(env, arguments.at(1)), timeoutAt(arguments, 2)));
}

// assign(id, partitions, isCooperative, resetTo, timeoutMs): promise of the partitions with the offsets they start at
napi_value assign(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<Assign>(findClient(arguments.integer(0)), toPartitionList(env, arguments.at(1)),
                                             arguments.flag(2), arguments.integer(3), timeoutAt(arguments, 4)));
}

// unassign(id, partitions, isCooperative)
napi_value unassign(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<Unassign>(findClient(arguments.integer(0)), toPartitionList(env, arguments.at(1)),
                                               arguments.flag(2)));
}

napi_value watermarks(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<Watermarks>(findClient(arguments.integer(0)), arguments.text(1),
                                                 static_cast<int32_t>(arguments.integer(2)), timeoutAt(arguments, 3)));
}

// leave(id, timeoutMs): promise of whether the group was left
napi_value leave(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<Leave>(findClient(arguments.integer(0)), timeoutAt(arguments, 1)));
}

// A quick call on a list of partitions: 0 or the code of what is wrong.
template <class Call>
napi_value atOnce(napi_env env, const Arguments& arguments, Call call) {
  InUse use(findClient(arguments.integer(0)));
  if (!use) return number(env, librdkafka::ERR_DESTROY);
  PartitionList partitions = toPartitionList(env, arguments.at(1));
  const int code = call(use.handle(), partitions.get());
  return number(env, code != librdkafka::NO_ERROR ? code : firstError(partitions.get()));
}

napi_value pause(napi_env env, const Arguments& arguments) {
  return atOnce(env, arguments, api().rd_kafka_pause_partitions);
}

napi_value resume(napi_env env, const Arguments& arguments) {
  return atOnce(env, arguments, api().rd_kafka_resume_partitions);
}

// subscribe(id, [{ topic, partition: -1 }]): an empty list ends the subscription
napi_value subscribe(napi_env env, const Arguments& arguments) {
  return atOnce(env, arguments, [](rd_kafka_t* handle, rd_kafka_topic_partition_list_t* topics) {
    return topics->cnt == 0 ? api().rd_kafka_unsubscribe(handle) : api().rd_kafka_subscribe(handle, topics);
  });
}

// fatalError(id): { kafkaCode, message } of the error that ended the client, or null
napi_value fatalError(napi_env env, const Arguments& arguments) {
  InUse use(findClient(arguments.integer(0)));
  char text[512] = "";
  const int code = use ? api().rd_kafka_fatal_error(use.handle(), text, sizeof text) : librdkafka::NO_ERROR;
  if (code == librdkafka::NO_ERROR) return null(env);
  napi_value result = object(env);
  set(env, result, "kafkaCode", number(env, code));
  set(env, result, "message", string(env, text));
  return result;
}

}  // namespace

void defineGroupCalls(napi_env env, napi_value exports) {
  define<subscribe>(env, exports, "subscribe");
  define<assign>(env, exports, "assign");
  define<unassign>(env, exports, "unassign");
  define<pause>(env, exports, "pause");
  define<resume>(env, exports, "resume");
  define<onPartitions<Seek>>(env, exports, "seek");
  define<onPartitions<Committed>>(env, exports, "committed");
  define<onPartitions<Commit>>(env, exports, "commit");
  define<watermarks>(env, exports, "watermarks");
  define<leave>(env, exports, "leave");
  define<fatalError>(env, exports, "fatalError");
}

}  // namespace companion
