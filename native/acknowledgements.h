// Owns what became of a producer's messages: which are settled, which failed, which must be sent again. Filled by
// librdkafka's threads, read by the main thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "librdkafka_api.h"
#include "packed_block.h"

namespace companion {

class Acknowledgements {
 public:
  // Makes room for the sequence numbers below `end`. Call before a message of that number can be acknowledged.
  void expectBelow(uint64_t end);
  // A message of ours came back from librdkafka, delivered or not. Returns true when JavaScript should be woken.
  bool take(const rd_kafka_message_t* message);
  // A message was refused before librdkafka took it.
  void refuse(uint64_t sequence, int code, const std::string& message);

  uint64_t settledBelow();
  bool isSettled(uint64_t sequence);
  // How many were settled so far.
  uint64_t settledCount();
  // Asks for a wake-up at the next message that comes back. Returns false, and asks nothing, when the count differs.
  bool arm(uint64_t seenCount);

  // Keep where each message was delivered.
  void trackDeliveries();
  // While true, messages purged from the queue come back to be sent again.
  void keepPurged(bool keeps);
  // While true, a message that the broker refuses has failed for good; otherwise it comes back to be sent again where the
  // broker refuses all messages of a request for one of them.
  void settleRefused(bool settles);

  napi_value takeFailures(napi_env env);
  napi_value takeDeliveries(napi_env env);
  // The block of messages to send again (offset field: sequence number), or null.
  napi_value takeReturned(napi_env env);

 private:
  struct Failure {
    uint64_t sequence;
    int code;
    std::string message;
  };
  struct Delivery {
    uint64_t sequence;
    std::string topic;
    int32_t partition;
    int64_t offset;
    int64_t timestamp;
  };

  bool mustSendAgain(int code) const;
  // False when it was settled before.
  bool settle(uint64_t sequence);
  uint64_t capacity() const { return static_cast<uint64_t>(bits_.size()) * 64; }
  bool bit(uint64_t sequence) const {
    const uint64_t slot = sequence & (capacity() - 1);
    return (bits_[slot / 64] >> (slot % 64)) & 1;
  }
  void setBit(uint64_t sequence, bool value);

  std::mutex mutex_;
  std::vector<uint64_t> bits_ = std::vector<uint64_t>(64);
  uint64_t base_ = 0;
  uint64_t end_ = 0;
  uint64_t settledCount_ = 0;
  bool isArmed_ = false;
  bool tracksDeliveries_ = false;
  bool keepsPurged_ = false;
  bool settlesRefused_ = false;
  std::vector<Failure> failures_;
  std::vector<Delivery> deliveries_;
  std::unique_ptr<PackedBlock> returned_;
};

}  // namespace companion
