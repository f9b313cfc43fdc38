// Owns the native clients of this process: how librdkafka's handle of a node-rdkafka client is found, kept while calls run
// and forgotten when the client is destroyed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "acknowledgements.h"
#include "librdkafka_api.h"
#include "topic_partitions.h"

namespace companion {

// Something that a client has to say and that is no record.
struct Event {
  enum class Kind { kError, kEndOfPartition, kAssigned, kRevoked, kLost };
  Kind kind;
  int code = 0;
  std::string message;
  // The partition that an error or an end belongs to, and its offset.
  std::string topic;
  int32_t partition = librdkafka::PARTITION_UNASSIGNED;
  int64_t offset = librdkafka::OFFSET_INVALID;
  // Of a rebalance.
  PartitionList partitions;
  bool isCooperative = false;
};

class Client {
 public:
  explicit Client(int64_t id) : id(id) {}
  ~Client() = default;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  const int64_t id;
  Acknowledgements acknowledgements;

  // Called by librdkafka. `bootstrapServers` as librdkafka lists them.
  void attach(rd_kafka_t* handle, std::string bootstrapServers);
  void detach();
  void rebalance(rd_kafka_t* handle, int code, const rd_kafka_topic_partition_list_t* partitions);
  void error(int code, const char* reason);

  void add(Event event);
  std::vector<Event> takeEvents();

  // From now on rebalances are answered here, at once: the group is being left.
  void beginLeaving(rd_kafka_t* handle);
  // False when rebalances are answered here already; otherwise notes that JavaScript answers the last one.
  bool mayAnswer();

  // Ends a pending poll of the consumer early.
  void wake();
  // True when waiting calls should give up: the client is abandoned or destroyed, or the process ends.
  bool isEnding();
  void abandon();

  // The handle of a topic, kept until the client is destroyed. Call with the client in use.
  rd_kafka_topic_t* topic(const std::string& name);

 private:
  friend class InUse;

  // A broker that is starting names no broker at all, itself included. librdkafka then lets go of every broker that it knows
  // and asks nobody any more, for good. So some time after each error it is told of its bootstrap servers again, which
  // changes nothing where it knows them. Call with the mutex held.
  bool isTimeToBootstrap();
  // Call with the client in use.
  void bootstrap(rd_kafka_t* handle);

  std::mutex mutex_;
  std::condition_variable idle_;
  std::string bootstrapServers_;
  std::chrono::steady_clock::time_point lastError_;
  // How often it was told since the last error; more than ever is due before the first.
  size_t timesTold_ = SIZE_MAX;
  rd_kafka_t* handle_ = nullptr;
  rd_kafka_queue_t* consumerQueue_ = nullptr;
  int calls_ = 0;
  bool isLeaving_ = false;
  bool isAbandoned_ = false;
  bool awaitsAnswer_ = false;
  std::vector<Event> events_;
  std::unordered_map<std::string, rd_kafka_topic_t*> topics_;
};

// Keeps a client's handle from being destroyed while a call uses it. False when there is no handle (any more).
class InUse {
 public:
  explicit InUse(std::shared_ptr<Client> client);
  ~InUse();
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;

  explicit operator bool() const { return handle_ != nullptr; }
  rd_kafka_t* handle() const { return handle_; }

 private:
  std::shared_ptr<Client> client_;
  rd_kafka_t* handle_ = nullptr;
};

// A new client; its number goes into the configuration of node-rdkafka's client.
std::shared_ptr<Client> reserveClient();
// The client that librdkafka gave this name, where the configuration named none; throws when there is none.
std::shared_ptr<Client> findClientNamed(const std::string& name);
// The client of a number; throws when there is none.
std::shared_ptr<Client> findClient(int64_t id);
// Forgets the number. What librdkafka still holds stays alive until it lets go.
void releaseClient(int64_t id);

// Ends all waits and refuses new ones: the process exits.
void shutDown();
bool isShutDown();

// Calls the JavaScript function set by `setNotifier` with the client's number, on the main thread.
void notify(int64_t id);
napi_value setNotifier(napi_env env, napi_value function);

napi_value fromEvents(napi_env env, std::vector<Event> events);

}  // namespace companion
