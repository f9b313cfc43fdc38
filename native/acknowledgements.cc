// Owns the bookkeeping of acknowledgements: a ring of bits above a low watermark.
#include "acknowledgements.h"

namespace companion {

void Acknowledgements::expectBelow(uint64_t end) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (end <= end_) return;
  if (end - base_ > capacity()) {
    uint64_t grown = capacity();
    while (end - base_ > grown) grown *= 2;
    std::vector<uint64_t> bits(grown / 64);
    for (uint64_t sequence = base_; sequence < end_; sequence++) {
      if (!bit(sequence)) continue;
      const uint64_t slot = sequence & (grown - 1);
      bits[slot / 64] |= uint64_t{1} << (slot % 64);
    }
    bits_.swap(bits);
  }
  end_ = end;
}

void Acknowledgements::setBit(uint64_t sequence, bool value) {
  const uint64_t slot = sequence & (capacity() - 1);
  const uint64_t mask = uint64_t{1} << (slot % 64);
  if (value) {
    bits_[slot / 64] |= mask;
  } else {
    bits_[slot / 64] &= ~mask;
  }
}

bool Acknowledgements::settle(uint64_t sequence) {
  // Numbers outside are no messages of ours: nothing may be written for them.
  if (sequence < base_ || sequence >= end_ || bit(sequence)) return false;
  setBit(sequence, true);
  settledCount_++;
  while (base_ < end_ && bit(base_)) {
    setBit(base_, false);
    base_++;
  }
  return true;
}

bool Acknowledgements::mustSendAgain(int code) const {
  if (code == librdkafka::ERR_INVALID_DIFFERENT_RECORD) return !settlesRefused_;
  if (code == librdkafka::ERR_MSG_SIZE_TOO_LARGE) return !settlesRefused_;
  return code == librdkafka::ERR_PURGE_QUEUE && keepsPurged_;
}

bool Acknowledgements::take(const rd_kafka_message_t* message) {
  const auto& api = librdkafka::api();
  const auto sequence = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(message->_private));
  std::lock_guard<std::mutex> lock(mutex_);
  if (mustSendAgain(message->err)) {
    const bool wakes = !returned_ || isArmed_;
    if (!returned_) returned_ = std::make_unique<PackedBlock>();
    returned_->add(message, static_cast<double>(sequence), message->err);
    isArmed_ = false;
    return wakes;
  }

  if (!settle(sequence)) return false;
  if (message->err != librdkafka::NO_ERROR) {
    // Not rd_kafka_message_errstr: that takes the payload of a produced message for the text of its error.
    const char* text = api.rd_kafka_message_produce_errstr(message);
    failures_.push_back({sequence, message->err, text == nullptr ? api.rd_kafka_err2str(message->err) : text});
  } else if (tracksDeliveries_) {
    int type;
    const int64_t timestamp = api.rd_kafka_message_timestamp(message, &type);
    const int64_t offset = message->offset < 0 ? -1 : message->offset;
    deliveries_.push_back({sequence, api.rd_kafka_topic_name(message->rkt), message->partition, offset, timestamp});
  }
  const bool wakes = isArmed_;
  isArmed_ = false;
  return wakes;
}

void Acknowledgements::refuse(uint64_t sequence, int code, const std::string& message) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (settle(sequence)) failures_.push_back({sequence, code, message});
}

uint64_t Acknowledgements::settledBelow() {
  std::lock_guard<std::mutex> lock(mutex_);
  return base_;
}

bool Acknowledgements::isSettled(uint64_t sequence) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (sequence < base_) return true;
  return sequence < end_ && bit(sequence);
}

uint64_t Acknowledgements::settledCount() {
  std::lock_guard<std::mutex> lock(mutex_);
  return settledCount_;
}

bool Acknowledgements::arm(uint64_t seenCount) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (settledCount_ != seenCount) return false;
  isArmed_ = true;
  return true;
}

void Acknowledgements::trackDeliveries() {
  std::lock_guard<std::mutex> lock(mutex_);
  tracksDeliveries_ = true;
}

void Acknowledgements::keepPurged(bool keeps) {
  std::lock_guard<std::mutex> lock(mutex_);
  keepsPurged_ = keeps;
}

void Acknowledgements::settleRefused(bool settles) {
  std::lock_guard<std::mutex> lock(mutex_);
  settlesRefused_ = settles;
}

napi_value Acknowledgements::takeFailures(napi_env env) {
  std::vector<Failure> failures;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    failures.swap(failures_);
  }
  napi_value result = array(env, failures.size());
  for (uint32_t index = 0; index < failures.size(); index++) {
    napi_value item = object(env);
    set(env, item, "sequence", number(env, static_cast<double>(failures[index].sequence)));
    set(env, item, "kafkaCode", number(env, failures[index].code));
    set(env, item, "message", string(env, failures[index].message));
    append(env, result, index, item);
  }
  return result;
}

napi_value Acknowledgements::takeDeliveries(napi_env env) {
  std::vector<Delivery> deliveries;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    deliveries.swap(deliveries_);
  }
  napi_value result = array(env, deliveries.size());
  for (uint32_t index = 0; index < deliveries.size(); index++) {
    const Delivery& delivery = deliveries[index];
    napi_handle_scope scope;
    check(napi_open_handle_scope(env, &scope));
    napi_value metadata = object(env);
    set(env, metadata, "topic", string(env, delivery.topic));
    set(env, metadata, "partition", number(env, delivery.partition));
    set(env, metadata, "offset", number(env, static_cast<double>(delivery.offset)));
    set(env, metadata, "timestamp", number(env, static_cast<double>(delivery.timestamp)));
    napi_value item = object(env);
    set(env, item, "sequence", number(env, static_cast<double>(delivery.sequence)));
    set(env, item, "metadata", metadata);
    append(env, result, index, item);
    check(napi_close_handle_scope(env, scope));
  }
  return result;
}

napi_value Acknowledgements::takeReturned(napi_env env) {
  std::unique_ptr<PackedBlock> block;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    block.swap(returned_);
  }
  return block ? block->release(env) : null(env);
}

}  // namespace companion
