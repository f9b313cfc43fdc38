// Owns the packing of librdkafka's messages.
#include "packed_block.h"

#include <cstring>
#include <limits>
#include <new>

namespace companion {
namespace {

constexpr size_t kFirstCapacity = 4096;
constexpr size_t kLargest = static_cast<size_t>(std::numeric_limits<int32_t>::max());

int32_t lengthField(const void* start, size_t length) { return start == nullptr ? -1 : static_cast<int32_t>(length); }

}  // namespace

void Bytes::reserve(size_t capacity) {
  if (capacity <= capacity_) return;
  void* grown = std::realloc(memory_, capacity);
  if (grown == nullptr) throw std::bad_alloc();
  memory_ = static_cast<char*>(grown);
  capacity_ = capacity;
}

void Bytes::append(const void* source, size_t length) {
  if (length == 0) return;
  const size_t needed = size_ + length;
  if (needed > kLargest) throw std::length_error("a packed block exceeds 2 GiB");
  if (needed > capacity_) reserve(std::max(needed, std::max(kFirstCapacity, capacity_ * 2)));
  std::memcpy(memory_ + size_, source, length);
  size_ = needed;
}

napi_value Bytes::release(napi_env env) {
  napi_value result;
  if (size_ == 0) {
    check(napi_create_arraybuffer(env, 0, nullptr, &result));
    return result;
  }
  // A block that lives long must not hold much more than its records.
  if (capacity_ - size_ > size_ / 4) {
    if (void* fitted = std::realloc(memory_, size_)) memory_ = static_cast<char*>(fitted);
  }
  check(napi_create_external_arraybuffer(
      env, memory_, size_, [](napi_env, void* memory, void*) { std::free(memory); }, nullptr, &result));
  memory_ = nullptr;
  size_ = 0;
  capacity_ = 0;
  return result;
}

void PackedBlock::reserve(size_t rows, size_t bytes) {
  rows_.reserve(rows * sizeof(Row));
  data_.reserve(bytes);
}

int32_t PackedBlock::topicIndex(const rd_kafka_topic_t* topic) {
  for (size_t index = handles_.size(); index-- > 0;) {
    if (handles_[index] == topic) return static_cast<int32_t>(index);
  }
  // One topic may have several handles over time: JavaScript compares by name.
  handles_.push_back(topic);
  topics_.emplace_back(topic == nullptr ? "" : librdkafka::api().rd_kafka_topic_name(topic));
  return static_cast<int32_t>(handles_.size() - 1);
}

void PackedBlock::noteRun(const Row& row) {
  const size_t size = runs_.size();
  const bool goesOn = size > 0 && runs_[size - 3] == row.topic && runs_[size - 2] == row.partition && row.offset > lastOffset_;
  lastOffset_ = row.offset;
  if (goesOn) return;
  runs_.push_back(row.topic);
  runs_.push_back(row.partition);
  runs_.push_back(static_cast<int32_t>(count_));
}

void PackedBlock::add(const rd_kafka_message_t* message, double offset, int code) {
  const auto& api = librdkafka::api();
  Row row;
  int timestampType = 0;
  row.offset = offset;
  row.timestamp = static_cast<double>(api.rd_kafka_message_timestamp(message, &timestampType));
  row.timestampType = code != librdkafka::NO_ERROR ? code : timestampType;
  row.topic = topicIndex(message->rkt);
  row.partition = message->partition;
  row.position = static_cast<int32_t>(data_.size());
  row.keyLength = lengthField(message->key, message->key_len);
  row.valueLength = lengthField(message->payload, message->len);
  row.headerCount = 0;
  row.headersLength = 0;
  if (message->key != nullptr) data_.append(message->key, message->key_len);
  if (message->payload != nullptr) data_.append(message->payload, message->len);

  rd_kafka_headers_t* headers = nullptr;
  if (api.rd_kafka_message_headers(message, &headers) == librdkafka::NO_ERROR && headers != nullptr) {
    const size_t start = data_.size();
    const char* name;
    const void* value;
    size_t size;
    for (size_t index = 0; api.rd_kafka_header_get_all(headers, index, &name, &value, &size) == 0; index++) {
      const int32_t lengths[2] = {static_cast<int32_t>(std::strlen(name)), lengthField(value, size)};
      data_.append(lengths, sizeof lengths);
      data_.append(name, static_cast<size_t>(lengths[0]));
      if (value != nullptr) data_.append(value, size);
      row.headerCount++;
    }
    row.headersLength = static_cast<int32_t>(data_.size() - start);
  }

  noteRun(row);
  rows_.append(&row, sizeof row);
  count_++;
}

napi_value PackedBlock::release(napi_env env) {
  napi_value result = object(env);
  set(env, result, "count", number(env, static_cast<double>(count_)));
  set(env, result, "rows", rows_.release(env));
  set(env, result, "data", data_.release(env));
  napi_value topics = array(env, topics_.size());
  for (uint32_t index = 0; index < topics_.size(); index++) append(env, topics, index, string(env, topics_[index]));
  set(env, result, "topics", topics);
  napi_value runs = array(env, runs_.size());
  for (uint32_t index = 0; index < runs_.size(); index++) append(env, runs, index, number(env, runs_[index]));
  set(env, result, "runs", runs);
  return result;
}

}  // namespace companion
