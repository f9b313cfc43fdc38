// Owns the produce: one call that hands many records to librdkafka, and the questions about what became of them.
#include <cstring>

#include "async_call.h"
#include "calls.h"
#include "client_registry.h"
#include "packed_block.h"
#include "waiting.h"

namespace companion {
namespace {

struct Memory {
  const char* start;
  size_t length;
};

Memory bytesOf(napi_env env, napi_value value) {
  void* start;
  size_t length;
  check(napi_get_buffer_info(env, value, &start, &length));
  return {static_cast<const char*>(start), length};
}

// Reads one record of a block and checks that it lies within.
class RecordReader {
 public:
  RecordReader(Memory rows, Memory data) : rows_(rows), data_(data) {}

  bool read(size_t index) {
    if ((index + 1) * sizeof(Row) > rows_.length) return false;
    std::memcpy(&row, rows_.start + index * sizeof(Row), sizeof row);
    if (row.position < 0 || row.headersLength < 0 || row.keyLength < -1 || row.valueLength < -1) return false;
    const size_t keyLength = row.keyLength < 0 ? 0 : static_cast<size_t>(row.keyLength);
    const size_t valueLength = row.valueLength < 0 ? 0 : static_cast<size_t>(row.valueLength);
    const size_t start = static_cast<size_t>(row.position);
    if (start + keyLength + valueLength + static_cast<size_t>(row.headersLength) > data_.length) return false;
    key = data_.start + start;
    value = key + keyLength;
    headers = value + valueLength;
    return true;
  }

  Row row;
  const char* key = nullptr;
  const char* value = nullptr;
  const char* headers = nullptr;

 private:
  Memory rows_;
  Memory data_;
};

// librdkafka's list of a record's headers; null when they do not lie within the record.
rd_kafka_headers_t* headersOf(const RecordReader& record) {
  const auto& api = librdkafka::api();
  rd_kafka_headers_t* headers = api.rd_kafka_headers_new(static_cast<size_t>(record.row.headerCount));
  const char* position = record.headers;
  const char* end = record.headers + record.row.headersLength;
  for (int32_t index = 0; index < record.row.headerCount; index++) {
    int32_t lengths[2];
    const bool hasLengths = end - position >= static_cast<ptrdiff_t>(sizeof lengths);
    if (hasLengths) std::memcpy(lengths, position, sizeof lengths);
    const int64_t valueLength = hasLengths && lengths[1] > 0 ? lengths[1] : 0;
    if (!hasLengths || lengths[0] < 0 || end - position < static_cast<int64_t>(sizeof lengths) + lengths[0] + valueLength) {
      api.rd_kafka_headers_destroy(headers);
      return nullptr;
    }
    position += sizeof lengths;
    const char* value = lengths[1] < 0 ? nullptr : position + lengths[0];
    api.rd_kafka_header_add(headers, position, lengths[0], value, lengths[1] < 0 ? -1 : lengths[1]);
    position += lengths[0] + valueLength;
  }
  return headers;
}

class Producing {
 public:
  Producing(Client& client, rd_kafka_t* handle, std::vector<std::string> topics)
      : client_(client), handle_(handle), topics_(std::move(topics)), topicHandles_(topics_.size()) {}

  // False when the queue is full: the record was not taken and must be offered again.
  bool offer(const RecordReader& record) {
    const auto sequence = static_cast<uint64_t>(record.row.offset);
    rd_kafka_topic_t* topic = topicOf(record.row.topic);
    if (topic == nullptr) return refuse(sequence, librdkafka::ERR_INVALID_ARG, "the topic's name is not valid");

    rd_kafka_headers_t* headers = nullptr;
    if (record.row.headerCount > 0) {
      headers = headersOf(record);
      if (headers == nullptr) return refuse(sequence, librdkafka::ERR_INVALID_ARG, "headers exceed their record");
    }

    rd_kafka_vu_t fields[8];
    size_t count = 0;
    auto next = [&](int type) -> rd_kafka_vu_t& {
      fields[count].vtype = type;
      return fields[count++];
    };
    next(librdkafka::VTYPE_RKT).u.rkt = topic;
    next(librdkafka::VTYPE_PARTITION).u.i32 = record.row.partition;
    next(librdkafka::VTYPE_MSGFLAGS).u.i = librdkafka::MSG_F_COPY;
    next(librdkafka::VTYPE_OPAQUE).u.ptr = reinterpret_cast<void*>(static_cast<uintptr_t>(sequence));
    if (record.row.timestamp >= 0) next(librdkafka::VTYPE_TIMESTAMP).u.i64 = static_cast<int64_t>(record.row.timestamp);
    if (record.row.keyLength >= 0) setMemory(next(librdkafka::VTYPE_KEY), record.key, record.row.keyLength);
    if (record.row.valueLength >= 0) setMemory(next(librdkafka::VTYPE_VALUE), record.value, record.row.valueLength);
    if (headers != nullptr) next(librdkafka::VTYPE_HEADERS).u.headers = headers;

    const auto& api = librdkafka::api();
    rd_kafka_error_t* error = api.rd_kafka_produceva(handle_, fields, count);
    if (error == nullptr) return true;

    if (headers != nullptr) api.rd_kafka_headers_destroy(headers);
    const int code = api.rd_kafka_error_code(error);
    const std::string message = api.rd_kafka_error_string(error);
    api.rd_kafka_error_destroy(error);
    if (code == librdkafka::ERR_QUEUE_FULL) return false;
    return refuse(sequence, code, message);
  }

 private:
  static void setMemory(rd_kafka_vu_t& field, const char* start, int32_t length) {
    field.u.mem.ptr = const_cast<char*>(start);
    field.u.mem.size = static_cast<size_t>(length);
  }

  rd_kafka_topic_t* topicOf(int32_t index) {
    if (index < 0 || static_cast<size_t>(index) >= topics_.size()) return nullptr;
    const auto slot = static_cast<size_t>(index);
    if (topicHandles_[slot] == nullptr) topicHandles_[slot] = client_.topic(topics_[slot]);
    return topicHandles_[slot];
  }

  bool refuse(uint64_t sequence, int code, const std::string& message) {
    client_.acknowledgements.refuse(sequence, code, message);
    return true;
  }

  Client& client_;
  rd_kafka_t* handle_;
  std::vector<std::string> topics_;
  std::vector<rd_kafka_topic_t*> topicHandles_;
};

// produce(id, rows, data, topics, from, to): how many records, counted from `from`, were taken or refused for good
napi_value produce(napi_env env, const Arguments& arguments) {
  auto client = findClient(arguments.integer(0));
  RecordReader record(bytesOf(env, arguments.at(1)), bytesOf(env, arguments.at(2)));
  std::vector<std::string> topics;
  const uint32_t topicCount = lengthOf(env, arguments.at(3));
  for (uint32_t index = 0; index < topicCount; index++) topics.push_back(toText(env, element(env, arguments.at(3), index)));
  const auto from = static_cast<size_t>(arguments.integer(4));
  const auto to = static_cast<size_t>(arguments.integer(5));

  InUse use(client);
  if (!use) throw std::runtime_error("the producer is closed");
  Producing producing(*client, use.handle(), std::move(topics));
  // Sequence numbers rise within a block, so the last one makes room for all.
  if (to > from && record.read(to - 1)) {
    client->acknowledgements.expectBelow(static_cast<uint64_t>(record.row.offset) + 1);
  }
  size_t index = from;
  for (; index < to; index++) {
    if (!record.read(index)) throw std::runtime_error("companion: a record exceeds its block");
    if (!producing.offer(record)) break;
  }
  // Frees the failed messages that librdkafka keeps until it is polled; they count as queued until then.
  librdkafka::api().rd_kafka_poll(use.handle(), 0);
  return number(env, static_cast<double>(index - from));
}

class Flush : public AsyncCall {
 public:
  Flush(std::shared_ptr<Client> client, int timeoutMs) : client_(std::move(client)), timeoutMs_(timeoutMs) {}

  void run() override {
    InUse use(client_);
    if (!use) return;
    const Deadline deadline(timeoutMs_);
    do {
      isDone_ = librdkafka::api().rd_kafka_flush(use.handle(), deadline.slice()) == librdkafka::NO_ERROR;
    } while (!isDone_ && deadline.left() > 0 && !client_->isEnding());
  }

  napi_value result(napi_env env) override { return boolean(env, isDone_); }

 private:
  std::shared_ptr<Client> client_;
  int timeoutMs_;
  bool isDone_ = false;
};

// flush(id, timeoutMs): promise of whether nothing is outstanding any more
napi_value flush(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<Flush>(findClient(arguments.integer(0)), static_cast<int>(arguments.integer(1))));
}

// poll(id): serves what librdkafka has to say to a producer; returns its events
napi_value poll(napi_env env, const Arguments& arguments) {
  auto client = findClient(arguments.integer(0));
  {
    InUse use(client);
    if (use) librdkafka::api().rd_kafka_poll(use.handle(), 0);
  }
  return fromEvents(env, client->takeEvents());
}

// purgeQueued(id): gives back, to be sent again, what librdkafka has not sent yet
napi_value purgeQueued(napi_env env, const Arguments& arguments) {
  auto client = findClient(arguments.integer(0));
  InUse use(client);
  if (!use) return undefined(env);
  client->acknowledgements.keepPurged(true);
  librdkafka::api().rd_kafka_purge(use.handle(), librdkafka::PURGE_F_QUEUE);
  return undefined(env);
}

napi_value keepPurged(napi_env env, const Arguments& arguments) {
  findClient(arguments.integer(0))->acknowledgements.keepPurged(arguments.flag(1));
  return undefined(env);
}

napi_value settleRefused(napi_env env, const Arguments& arguments) {
  findClient(arguments.integer(0))->acknowledgements.settleRefused(arguments.flag(1));
  return undefined(env);
}

napi_value trackDeliveries(napi_env env, const Arguments& arguments) {
  findClient(arguments.integer(0))->acknowledgements.trackDeliveries();
  return undefined(env);
}

napi_value settledBelow(napi_env env, const Arguments& arguments) {
  return number(env, static_cast<double>(findClient(arguments.integer(0))->acknowledgements.settledBelow()));
}

napi_value settledCount(napi_env env, const Arguments& arguments) {
  return number(env, static_cast<double>(findClient(arguments.integer(0))->acknowledgements.settledCount()));
}

napi_value isSettled(napi_env env, const Arguments& arguments) {
  const auto sequence = static_cast<uint64_t>(arguments.integer(1));
  return boolean(env, findClient(arguments.integer(0))->acknowledgements.isSettled(sequence));
}

// arm(id, seenCount): asks for one notification; false when messages were settled since `seenCount` was read
napi_value arm(napi_env env, const Arguments& arguments) {
  const auto seen = static_cast<uint64_t>(arguments.integer(1));
  return boolean(env, findClient(arguments.integer(0))->acknowledgements.arm(seen));
}

napi_value takeFailures(napi_env env, const Arguments& arguments) {
  return findClient(arguments.integer(0))->acknowledgements.takeFailures(env);
}

napi_value takeDeliveries(napi_env env, const Arguments& arguments) {
  return findClient(arguments.integer(0))->acknowledgements.takeDeliveries(env);
}

napi_value takeReturned(napi_env env, const Arguments& arguments) {
  return findClient(arguments.integer(0))->acknowledgements.takeReturned(env);
}

}  // namespace

void defineProduce(napi_env env, napi_value exports) {
  define<produce>(env, exports, "produce");
  define<flush>(env, exports, "flush");
  define<poll>(env, exports, "poll");
  define<purgeQueued>(env, exports, "purgeQueued");
  define<keepPurged>(env, exports, "keepPurged");
  define<settleRefused>(env, exports, "settleRefused");
  define<trackDeliveries>(env, exports, "trackDeliveries");
  define<settledBelow>(env, exports, "settledBelow");
  define<settledCount>(env, exports, "settledCount");
  define<isSettled>(env, exports, "isSettled");
  define<arm>(env, exports, "arm");
  define<takeFailures>(env, exports, "takeFailures");
  define<takeDeliveries>(env, exports, "takeDeliveries");
  define<takeReturned>(env, exports, "takeReturned");
}

}  // namespace companion
