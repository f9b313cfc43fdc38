// Owns the layout in which records cross between JavaScript and librdkafka, both ways.
//
// A block has two parts. `rows` has 48 bytes a record, in the machine's byte order:
//   double offset (fetch) or sequence number (produce) · double timestamp, −1: none ·
//   int32 topic (index into a table) · partition, −1: any · timestamp type (0 none, 1 create, 2 append) · position in `data` ·
//   key length, −1: null · value length, −1: null · number of headers · length of the headers
// `data` holds, from the position on: key, value, headers; a header is int32 name length, int32 value length (−1: null),
// name, value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "librdkafka_api.h"
#include "node_values.h"

namespace companion {

struct Row {
  double offset;
  double timestamp;
  int32_t topic;
  int32_t partition;
  int32_t timestampType;
  int32_t position;
  int32_t keyLength;
  int32_t valueLength;
  int32_t headerCount;
  int32_t headersLength;
};
static_assert(sizeof(Row) == 48, "JavaScript reads rows of 48 bytes");

// Growable memory that can be given away to a JavaScript buffer without a copy.
class Bytes {
 public:
  Bytes() = default;
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
  ~Bytes() { std::free(memory_); }

  void reserve(size_t capacity);
  void append(const void* source, size_t length);
  size_t size() const { return size_; }
  // An ArrayBuffer that owns the memory from now on.
  napi_value release(napi_env env);

 private:
  char* memory_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

// A block in the making.
class PackedBlock {
 public:
  void reserve(size_t rows, size_t bytes);
  // Copies a message: `offset` is what the row carries as offset or sequence number. `code`, unless 0, takes the place of
  // the timestamp type: why a message came back to be sent again.
  void add(const rd_kafka_message_t* message, double offset, int code = 0);
  size_t count() const { return count_; }
  size_t dataSize() const { return data_.size(); }
  // { count, rows: ArrayBuffer, data: ArrayBuffer, topics: string[], runs: number[] }; a run is topic, partition,
  // first row: rows of one partition whose offsets rise.
  napi_value release(napi_env env);

 private:
  int32_t topicIndex(const rd_kafka_topic_t* topic);
  void noteRun(const Row& row);

  size_t count_ = 0;
  Bytes rows_;
  Bytes data_;
  std::vector<std::string> topics_;
  std::vector<const rd_kafka_topic_t*> handles_;
  std::vector<int32_t> runs_;
  double lastOffset_ = -1;
};

}  // namespace companion
