// Owns librdkafka's plugin entry and the interceptors through which clients are learned of.
#include "client_registry.h"

#include <atomic>
#include <cstdlib>
#include <cstring>

namespace companion {
namespace {

// The property by which a configuration names its client: `consumer:7`.
constexpr const char* kProperty = "connect.companion";
constexpr const char* kConsumerPrefix = "consumer:";
constexpr size_t kMostEvents = 1000;
// When a client is told of its bootstrap servers again, in seconds after its last error.
constexpr int kTellAfter[] = {3, 15, 60, 300};
constexpr size_t kTells = sizeof kTellAfter / sizeof *kTellAfter;

// Never destroyed: librdkafka's threads may outlive the static objects of the process.
struct Registry {
  std::mutex mutex;
  int64_t lastId = 0;
  std::unordered_map<int64_t, std::shared_ptr<Client>> byId;
  std::unordered_map<const rd_kafka_t*, Client*> byHandle;
};

Registry& registry() {
  static auto* instance = new Registry();
  return *instance;
}

struct Notifier {
  std::mutex mutex;
  napi_threadsafe_function function = nullptr;
  bool hasCleanup = false;
};

Notifier& notifier() {
  static auto* instance = new Notifier();
  return *instance;
}

// librdkafka's threads may still have something to say when Node's environment is gone.
void forgetNotifier(void*) {
  std::lock_guard<std::mutex> lock(notifier().mutex);
  notifier().function = nullptr;
}

std::atomic<bool> isEndingProcess{false};

Client* clientOf(const rd_kafka_t* handle) {
  std::lock_guard<std::mutex> lock(registry().mutex);
  auto found = registry().byHandle.find(handle);
  return found == registry().byHandle.end() ? nullptr : found->second;
}

// What one configuration knows. librdkafka copies configurations by loading the plugin again and setting the properties
// again, so each copy has its own; the one that a handle was made with lives until the handle is entirely gone.
struct ConfigurationState {
  std::shared_ptr<Client> client;
};

void onRebalance(rd_kafka_t* handle, int code, rd_kafka_topic_partition_list_t* partitions, void*) {
  if (Client* client = clientOf(handle)) client->rebalance(handle, code, partitions);
}

void onError(rd_kafka_t* handle, int code, const char* reason, void*) {
  if (Client* client = clientOf(handle)) client->error(code, reason);
}

int onAcknowledgement(rd_kafka_t*, rd_kafka_message_t* message, void* opaque) {
  auto* client = static_cast<Client*>(opaque);
  // What fails because the client is being ended is not known to have failed: it stays unsettled.
  if (message->err != librdkafka::NO_ERROR && client->isEnding()) return librdkafka::NO_ERROR;
  if (client->acknowledgements.take(message)) notify(client->id);
  return librdkafka::NO_ERROR;
}

int onDestroy(rd_kafka_t*, void* opaque) {
  static_cast<Client*>(opaque)->detach();
  return librdkafka::NO_ERROR;
}

bool isCooperative(rd_kafka_t* handle) {
  return std::strcmp(librdkafka::api().rd_kafka_rebalance_protocol(handle), "COOPERATIVE") == 0;
}

void answerAtOnce(rd_kafka_t* handle, const Event& event) {
  const auto& api = librdkafka::api();
  if (event.kind != Event::Kind::kAssigned && event.isCooperative) {
    rd_kafka_error_t* error = api.rd_kafka_incremental_unassign(handle, event.partitions.get());
    if (error == nullptr) return;
    api.rd_kafka_error_destroy(error);
  }
  api.rd_kafka_assign(handle, nullptr);
}

std::string bootstrapServersOf(const rd_kafka_conf_t* conf) {
  const auto& api = librdkafka::api();
  size_t size = 0;
  if (api.rd_kafka_conf_get(conf, "metadata.broker.list", nullptr, &size) != librdkafka::CONF_OK || size == 0) return "";
  std::string servers(size, '\0');
  if (api.rd_kafka_conf_get(conf, "metadata.broker.list", &servers[0], &size) != librdkafka::CONF_OK) return "";
  servers.resize(std::strlen(servers.c_str()));
  return servers;
}

int onNew(rd_kafka_t* handle, const rd_kafka_conf_t* conf, void* opaque, char*, size_t) {
  // A configuration that names no client: it can be found by the name that librdkafka gives it.
  auto* state = static_cast<ConfigurationState*>(opaque);
  if (!state->client) state->client = reserveClient();
  Client* client = state->client.get();
  const auto& api = librdkafka::api();
  api.rd_kafka_interceptor_add_on_destroy(handle, "companion", onDestroy, client);
  api.rd_kafka_interceptor_add_on_acknowledgement(handle, "companion", onAcknowledgement, client);
  client->attach(handle, bootstrapServersOf(conf));
  return librdkafka::NO_ERROR;
}

int onConfSet(rd_kafka_conf_t* conf, const char* name, const char* value, char* error, size_t errorSize, void* opaque) {
  if (std::strcmp(name, kProperty) != 0) return librdkafka::CONF_UNKNOWN;
  if (value == nullptr) return librdkafka::CONF_INVALID;
  const bool isConsumer = std::strncmp(value, kConsumerPrefix, std::strlen(kConsumerPrefix)) == 0;
  const char* colon = std::strchr(value, ':');
  try {
    static_cast<ConfigurationState*>(opaque)->client = findClient(colon == nullptr ? -1 : std::atoll(colon + 1));
  } catch (const std::exception& problem) {
    if (error != nullptr && errorSize > 0) std::strncpy(error, problem.what(), errorSize - 1);
    return librdkafka::CONF_INVALID;
  }
  const auto& api = librdkafka::api();
  if (isConsumer) api.rd_kafka_conf_set_rebalance_cb(conf, onRebalance);
  // Ours tells the code and the reason, node-rdkafka's neither.
  api.rd_kafka_conf_set_error_cb(conf, onError);
  return librdkafka::CONF_OK;
}

int onConfDestroy(void* opaque) {
  delete static_cast<ConfigurationState*>(opaque);
  return librdkafka::NO_ERROR;
}

}  // namespace

void Client::attach(rd_kafka_t* handle, std::string bootstrapServers) {
  {
    std::lock_guard<std::mutex> lock(registry().mutex);
    registry().byHandle[handle] = this;
  }
  std::lock_guard<std::mutex> lock(mutex_);
  handle_ = handle;
  bootstrapServers_ = std::move(bootstrapServers);
  timesTold_ = SIZE_MAX;
  isLeaving_ = false;
}

bool Client::isTimeToBootstrap() {
  if (timesTold_ >= kTells || bootstrapServers_.empty()) return false;
  if (std::chrono::steady_clock::now() - lastError_ < std::chrono::seconds(kTellAfter[timesTold_])) return false;
  timesTold_++;
  return true;
}

void Client::bootstrap(rd_kafka_t* handle) {
  librdkafka::api().rd_kafka_brokers_add(handle, bootstrapServers_.c_str());
}

void Client::detach() {
  rd_kafka_t* handle;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    handle = handle_;
    handle_ = nullptr;
    if (consumerQueue_ != nullptr) librdkafka::api().rd_kafka_queue_yield(consumerQueue_);
    idle_.wait(lock, [this] { return calls_ == 0; });
    if (consumerQueue_ != nullptr) librdkafka::api().rd_kafka_queue_destroy(consumerQueue_);
    consumerQueue_ = nullptr;
    for (auto& topic : topics_) librdkafka::api().rd_kafka_topic_destroy(topic.second);
    topics_.clear();
  }
  std::lock_guard<std::mutex> lock(registry().mutex);
  registry().byHandle.erase(handle);
}

void Client::rebalance(rd_kafka_t* handle, int code, const rd_kafka_topic_partition_list_t* partitions) {
  const auto& api = librdkafka::api();
  Event event;
  event.code = code;
  event.isCooperative = isCooperative(handle);
  event.partitions = copyOf(partitions);
  event.kind = code == librdkafka::ERR_ASSIGN_PARTITIONS ? Event::Kind::kAssigned
               : api.rd_kafka_assignment_lost(handle)    ? Event::Kind::kLost
                                                         : Event::Kind::kRevoked;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!isLeaving_) {
      awaitsAnswer_ = true;
      events_.push_back(std::move(event));
    }
  }
  // Still here: the group is being left and nobody is to be asked.
  if (event.partitions) return answerAtOnce(handle, event);
  // Ends the poll that serves this: what was fetched before comes first, the rebalance next, then what follows it.
  api.rd_kafka_yield(handle);
}

void Client::error(int code, const char* reason) {
  Event event;
  event.kind = Event::Kind::kError;
  event.code = code;
  event.message = reason == nullptr ? "" : reason;
  add(std::move(event));
  std::lock_guard<std::mutex> lock(mutex_);
  lastError_ = std::chrono::steady_clock::now();
  timesTold_ = 0;
}

void Client::add(Event event) {
  std::lock_guard<std::mutex> lock(mutex_);
  // Errors repeat while a broker is away: nobody needs thousands of them.
  if (event.kind == Event::Kind::kError && events_.size() >= kMostEvents) return;
  events_.push_back(std::move(event));
}

std::vector<Event> Client::takeEvents() {
  std::lock_guard<std::mutex> lock(mutex_);
  std::vector<Event> events;
  events.swap(events_);
  return events;
}

void Client::beginLeaving(rd_kafka_t* handle) {
  bool mustAnswer;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    isLeaving_ = true;
    mustAnswer = awaitsAnswer_;
    awaitsAnswer_ = false;
  }
  // librdkafka waits for the answer to a rebalance before it leaves.
  if (mustAnswer) librdkafka::api().rd_kafka_assign(handle, nullptr);
}

bool Client::mayAnswer() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (isLeaving_) return false;
  awaitsAnswer_ = false;
  return true;
}

void Client::wake() {
  const auto& api = librdkafka::api();
  std::lock_guard<std::mutex> lock(mutex_);
  if (handle_ == nullptr) return;
  if (consumerQueue_ == nullptr) consumerQueue_ = api.rd_kafka_queue_get_consumer(handle_);
  if (consumerQueue_ != nullptr) api.rd_kafka_queue_yield(consumerQueue_);
}

bool Client::isEnding() {
  if (isShutDown()) return true;
  std::lock_guard<std::mutex> lock(mutex_);
  return handle_ == nullptr || isAbandoned_;
}

void Client::abandon() {
  std::lock_guard<std::mutex> lock(mutex_);
  isAbandoned_ = true;
}

rd_kafka_topic_t* Client::topic(const std::string& name) {
  rd_kafka_t* handle;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = topics_.find(name);
    if (found != topics_.end()) return found->second;
    handle = handle_;
  }
  if (handle == nullptr) return nullptr;
  // Not with the mutex held: librdkafka takes locks here under which its threads call onAcknowledgement, which takes ours.
  const auto& api = librdkafka::api();
  rd_kafka_topic_t* made = api.rd_kafka_topic_new(handle, name.c_str(), nullptr);
  if (made == nullptr) return nullptr;
  std::lock_guard<std::mutex> lock(mutex_);
  auto [kept, isNew] = topics_.emplace(name, made);
  if (!isNew) api.rd_kafka_topic_destroy(made);
  return kept->second;
}

InUse::InUse(std::shared_ptr<Client> client) : client_(std::move(client)) {
  bool isBootstrapDue;
  {
    std::lock_guard<std::mutex> lock(client_->mutex_);
    if (client_->handle_ == nullptr || isShutDown()) return;
    handle_ = client_->handle_;
    client_->calls_++;
    isBootstrapDue = client_->isTimeToBootstrap();
  }
  if (isBootstrapDue) client_->bootstrap(handle_);
}

InUse::~InUse() {
  if (handle_ == nullptr) return;
  std::lock_guard<std::mutex> lock(client_->mutex_);
  client_->calls_--;
  client_->idle_.notify_all();
}

std::shared_ptr<Client> reserveClient() {
  std::lock_guard<std::mutex> lock(registry().mutex);
  auto client = std::make_shared<Client>(++registry().lastId);
  registry().byId[client->id] = client;
  return client;
}

std::shared_ptr<Client> findClientNamed(const std::string& name) {
  std::lock_guard<std::mutex> lock(registry().mutex);
  for (auto& entry : registry().byHandle) {
    if (name != librdkafka::api().rd_kafka_name(entry.first)) continue;
    auto found = registry().byId.find(entry.second->id);
    if (found != registry().byId.end()) return found->second;
  }
  throw std::runtime_error("companion: no client is named " + name);
}

std::shared_ptr<Client> findClient(int64_t id) {
  std::lock_guard<std::mutex> lock(registry().mutex);
  auto found = registry().byId.find(id);
  if (found == registry().byId.end()) throw std::runtime_error("companion: no client " + std::to_string(id));
  return found->second;
}

void releaseClient(int64_t id) {
  std::lock_guard<std::mutex> lock(registry().mutex);
  registry().byId.erase(id);
}

void shutDown() {
  isEndingProcess = true;
  std::vector<std::shared_ptr<Client>> clients;
  {
    std::lock_guard<std::mutex> lock(registry().mutex);
    for (auto& entry : registry().byId) clients.push_back(entry.second);
  }
  for (auto& client : clients) client->wake();
}

bool isShutDown() { return isEndingProcess; }

void notify(int64_t id) {
  std::lock_guard<std::mutex> lock(notifier().mutex);
  if (notifier().function == nullptr) return;
  napi_call_threadsafe_function(notifier().function, reinterpret_cast<void*>(static_cast<intptr_t>(id)), napi_tsfn_nonblocking);
}

napi_value setNotifier(napi_env env, napi_value function) {
  auto call = [](napi_env callEnv, napi_value callback, void*, void* data) {
    if (callEnv == nullptr || callback == nullptr) return;
    napi_value argument;
    napi_value receiver;
    const auto id = static_cast<double>(reinterpret_cast<intptr_t>(data));
    if (napi_create_double(callEnv, id, &argument) != napi_ok) return;
    if (napi_get_undefined(callEnv, &receiver) != napi_ok) return;
    napi_call_function(callEnv, receiver, callback, 1, &argument, nullptr);
  };
  napi_threadsafe_function made;
  check(napi_create_threadsafe_function(env, function, nullptr, string(env, "companion"), 0, 1, nullptr, nullptr, nullptr, call,
                                        &made));
  check(napi_unref_threadsafe_function(env, made));
  napi_threadsafe_function replaced;
  {
    std::lock_guard<std::mutex> lock(notifier().mutex);
    replaced = notifier().function;
    notifier().function = made;
  }
  if (replaced != nullptr) check(napi_release_threadsafe_function(replaced, napi_tsfn_release));
  if (!notifier().hasCleanup) check(napi_add_env_cleanup_hook(env, forgetNotifier, nullptr));
  notifier().hasCleanup = true;
  return undefined(env);
}

napi_value fromEvents(napi_env env, std::vector<Event> events) {
  static const char* const kinds[] = {"error", "end", "assigned", "revoked", "lost"};
  napi_value result = array(env, events.size());
  for (uint32_t index = 0; index < events.size(); index++) {
    const Event& event = events[index];
    napi_value item = object(env);
    set(env, item, "kind", string(env, kinds[static_cast<int>(event.kind)]));
    set(env, item, "kafkaCode", number(env, event.code));
    set(env, item, "message", string(env, event.message));
    set(env, item, "topic", string(env, event.topic));
    set(env, item, "partition", number(env, event.partition));
    set(env, item, "offset", number(env, static_cast<double>(event.offset)));
    set(env, item, "partitions", fromPartitionList(env, event.partitions.get()));
    set(env, item, "isCooperative", boolean(env, event.isCooperative));
    append(env, result, index, item);
  }
  return result;
}

}  // namespace companion

// Called by librdkafka for each configuration that names this library in `plugin.library.paths`.
extern "C" __attribute__((visibility("default"))) int conf_init(rd_kafka_conf_t* conf, void**, char* error, size_t errorSize) {
  const std::string problem = librdkafka::load(__builtin_return_address(0));
  if (!problem.empty()) {
    if (error != nullptr && errorSize > 0) {
      std::strncpy(error, problem.c_str(), errorSize - 1);
      error[errorSize - 1] = '\0';
    }
    return librdkafka::ERR_INVALID_ARG;
  }
  const auto& api = librdkafka::api();
  auto* state = new companion::ConfigurationState();
  api.rd_kafka_conf_interceptor_add_on_conf_set(conf, "companion", companion::onConfSet, state);
  api.rd_kafka_conf_interceptor_add_on_conf_destroy(conf, "companion", companion::onConfDestroy, state);
  api.rd_kafka_conf_interceptor_add_on_new(conf, "companion", companion::onNew, state);
  return librdkafka::NO_ERROR;
}
