// Owns the administration of topics and groups. Each call waits on a worker thread for the broker's answer.
#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "async_call.h"
#include "calls.h"
#include "client_registry.h"
#include "owned.h"
#include "topic_partitions.h"
#include "waiting.h"

namespace companion {
namespace {

using librdkafka::api;

class AdminCall : public AsyncCall {
 public:
  AdminCall(std::shared_ptr<Client> client, int timeoutMs) : client_(std::move(client)), timeoutMs_(timeoutMs) {}

  void run() override {
    InUse use(client_);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the client is closed");
    AdminOptions options(api().rd_kafka_AdminOptions_new(use.handle(), operation()));
    char problem[256] = "";
    if (api().rd_kafka_AdminOptions_set_request_timeout(options.get(), timeoutMs_, problem, sizeof problem) != 0) {
      return fail(librdkafka::ERR_INVALID_ARG, problem);
    }
    setUp(options.get());
    Queue queue(api().rd_kafka_queue_new(use.handle()));
    request(use.handle(), options.get(), queue.get());
    QueueEvent event = await(queue.get());
    // The request's own time-out answers first, unless the client ends.
    if (!event) return fail(librdkafka::ERR_TIMED_OUT, "the request was not answered");
    const int code = api().rd_kafka_event_error(event.get());
    if (code != librdkafka::NO_ERROR) return fail(code, api().rd_kafka_event_error_string(event.get()));
    answer(event.get());
  }

 protected:
  virtual int operation() const = 0;
  virtual void setUp(rd_kafka_AdminOptions_t*) {}
  virtual void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) = 0;
  virtual void answer(rd_kafka_event_t* event) = 0;

  // A mock cluster names a controller that does not exist: admin requests would wait for it in vain.
  bool isMock() {
    InUse use(client_);
    char* id = use ? api().rd_kafka_clusterid(use.handle(), kWaitSliceMs) : nullptr;
    if (id == nullptr) return false;
    const bool isMock = std::string(id).rfind("mockCluster", 0) == 0;
    api().rd_kafka_mem_free(use.handle(), id);
    return isMock;
  }

  // The error of a group's result, of the group or of one of its partitions.
  void failOnGroup(const rd_kafka_group_result_t* result) {
    const rd_kafka_error_t* error = api().rd_kafka_group_result_error(result);
    if (error != nullptr) return fail(api().rd_kafka_error_code(error), api().rd_kafka_error_string(error));
    const int code = firstError(api().rd_kafka_group_result_partitions(result));
    if (code != librdkafka::NO_ERROR) fail(code, api().rd_kafka_err2str(code));
  }

 private:
  QueueEvent await(rd_kafka_queue_t* queue) {
    constexpr int kGraceMs = 5000;
    const Deadline deadline(static_cast<int64_t>(timeoutMs_) + kGraceMs);
    while (deadline.left() > 0 && !client_->isEnding()) {
      if (rd_kafka_event_t* event = api().rd_kafka_queue_poll(queue, deadline.slice())) return QueueEvent(event);
    }
    return nullptr;
  }

  std::shared_ptr<Client> client_;
  int timeoutMs_;
};

// Waits until some broker answers. It asks for metadata in slices: an admin request would wait for a controller, which a
// mock cluster does not have, and one long question could not be ended early.
class AwaitBroker : public AsyncCall {
 public:
  AwaitBroker(std::shared_ptr<Client> client, int timeoutMs) : client_(std::move(client)), timeoutMs_(timeoutMs) {}

  void run() override {
    InUse use(client_);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the client is closed");
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeoutMs_);
    while (!hasAnswered(use.handle())) {
      if (client_->isEnding()) return fail(librdkafka::ERR_DESTROY, "the client is closed");
      if (std::chrono::steady_clock::now() >= deadline) return fail(librdkafka::ERR_TIMED_OUT, "no broker answered");
    }
  }

  napi_value result(napi_env env) override { return undefined(env); }

 private:
  static bool hasAnswered(rd_kafka_t* handle) {
    const rd_kafka_metadata_t* metadata = nullptr;
    if (api().rd_kafka_metadata(handle, 0, nullptr, &metadata, kWaitSliceMs) == librdkafka::NO_ERROR) {
      api().rd_kafka_metadata_destroy(metadata);
      return true;
    }
    // An answer that took longer than a slice is lost to us, but not to the client.
    char* id = api().rd_kafka_clusterid(handle, 0);
    if (id == nullptr) return false;
    api().rd_kafka_mem_free(handle, id);
    return true;
  }

  std::shared_ptr<Client> client_;
  int timeoutMs_;
};

class CreateTopic : public AdminCall {
 public:
  CreateTopic(std::shared_ptr<Client> client, int timeoutMs, NewTopic topic, bool isTrial)
      : AdminCall(std::move(client), timeoutMs), topic_(std::move(topic)), isTrial_(isTrial) {}

  void run() override {
    if (isTrial_ && isMock()) isNew_ = true;
    else AdminCall::run();
  }

  napi_value result(napi_env env) override { return boolean(env, isNew_); }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_CREATETOPICS; }
  void setUp(rd_kafka_AdminOptions_t* options) override {
    char problem[256] = "";
    if (isTrial_) api().rd_kafka_AdminOptions_set_validate_only(options, 1, problem, sizeof problem);
  }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    rd_kafka_NewTopic_t* topics[] = {topic_.get()};
    api().rd_kafka_CreateTopics(handle, topics, 1, options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const auto** topics = api().rd_kafka_CreateTopics_result_topics(api().rd_kafka_event_CreateTopics_result(event), &count);
    const int code = count == 0 ? librdkafka::ERR_TIMED_OUT : api().rd_kafka_topic_result_error(topics[0]);
    isNew_ = code == librdkafka::NO_ERROR;
    if (isNew_ || code == librdkafka::ERR_TOPIC_ALREADY_EXISTS) return;
    const char* text = count == 0 ? nullptr : api().rd_kafka_topic_result_error_string(topics[0]);
    fail(code, text == nullptr ? api().rd_kafka_err2str(code) : text);
  }

 private:
  NewTopic topic_;
  // The broker says what it would do, and does nothing.
  bool isTrial_;
  bool isNew_ = false;
};

// Asks for descriptions of topics and creates none. Of a mock cluster, which knows no such request, nothing is told.
class DescribeTopics : public AdminCall {
 public:
  DescribeTopics(std::shared_ptr<Client> client, int timeoutMs, std::vector<std::string> names)
      : AdminCall(std::move(client), timeoutMs), names_(std::move(names)) {}

  void run() override {
    if (!isMock()) return AdminCall::run();
    for (const std::string& name : names_) takeUntold(name);
  }

 protected:
  virtual void take(const rd_kafka_TopicDescription_t* topic) = 0;
  virtual void takeUntold(const std::string& name) = 0;

  int operation() const override { return librdkafka::ADMIN_OP_DESCRIBETOPICS; }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    std::vector<const char*> names;
    for (const std::string& name : names_) names.push_back(name.c_str());
    TopicCollection topics(api().rd_kafka_TopicCollection_of_topic_names(names.data(), names.size()));
    api().rd_kafka_DescribeTopics(handle, topics.get(), options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const void* described = api().rd_kafka_event_DescribeTopics_result(event);
    const auto** topics = api().rd_kafka_DescribeTopics_result_topics(described, &count);
    for (size_t index = 0; index < count; index++) take(topics[index]);
  }

 private:
  std::vector<std::string> names_;
};

int errorOf(const rd_kafka_TopicDescription_t* topic) {
  const rd_kafka_error_t* error = api().rd_kafka_TopicDescription_error(topic);
  return error == nullptr ? librdkafka::NO_ERROR : api().rd_kafka_error_code(error);
}

// Asks which of the topics exist, and for the id that a topic keeps from its creation to its deletion.
class TopicIds : public DescribeTopics {
 public:
  using DescribeTopics::DescribeTopics;

  // Pairs of name and id; the id is empty where the broker gives none.
  napi_value result(napi_env env) override { return pairs(env, ids_); }

 protected:
  void takeUntold(const std::string& name) override { ids_.emplace_back(name, ""); }
  void take(const rd_kafka_TopicDescription_t* topic) override {
    const std::string name = api().rd_kafka_TopicDescription_name(topic);
    const int code = errorOf(topic);
    if (code == librdkafka::ERR_UNKNOWN_TOPIC_OR_PART) return;
    if (code != librdkafka::NO_ERROR) {
      return fail(code, name + ": " + api().rd_kafka_error_string(api().rd_kafka_TopicDescription_error(topic)));
    }
    const rd_kafka_Uuid_t* id = api().rd_kafka_TopicDescription_topic_id(topic);
    const bool hasId = id != nullptr && api().rd_kafka_Uuid_most_significant_bits(id) != 0;
    ids_.emplace_back(name, hasId ? api().rd_kafka_Uuid_base64str(id) : "");
  }

 private:
  std::vector<std::pair<std::string, std::string>> ids_;
};

// The operations that the broker allows, as bits by Kafka's numbers of them; -1 where it does not tell.
constexpr int kNotTold = -1;

int toBits(const int* operations, size_t count) {
  if (operations == nullptr) return kNotTold;
  int bits = 0;
  for (size_t index = 0; index < count; index++) bits |= 1 << operations[index];
  return bits;
}

void tellOperations(rd_kafka_AdminOptions_t* options) {
  KafkaError error(api().rd_kafka_AdminOptions_set_include_authorized_operations(options, 1));
}

// What may be done with a topic or a group, or why that cannot be told.
struct Permission {
  std::string name;
  int code;
  int operations;
};

// Asks which operations on topics are allowed.
class TopicOperations : public DescribeTopics {
 public:
  using DescribeTopics::DescribeTopics;

  // Triples of name, error code and operations.
  napi_value result(napi_env env) override {
    napi_value result = array(env, permissions_.size());
    for (uint32_t index = 0; index < permissions_.size(); index++) {
      napi_value triple = array(env, 3);
      append(env, triple, 0, string(env, permissions_[index].name));
      append(env, triple, 1, number(env, permissions_[index].code));
      append(env, triple, 2, number(env, permissions_[index].operations));
      append(env, result, index, triple);
    }
    return result;
  }

 protected:
  void setUp(rd_kafka_AdminOptions_t* options) override { tellOperations(options); }
  void takeUntold(const std::string& name) override {
    permissions_.push_back({name, librdkafka::NO_ERROR, kNotTold});
  }
  void take(const rd_kafka_TopicDescription_t* topic) override {
    size_t allowed = 0;
    const int* operations = api().rd_kafka_TopicDescription_authorized_operations(topic, &allowed);
    permissions_.push_back({api().rd_kafka_TopicDescription_name(topic), errorOf(topic), toBits(operations, allowed)});
  }

 private:
  std::vector<Permission> permissions_;
};

// Asks which operations on a group are allowed.
class GroupOperations : public AdminCall {
 public:
  GroupOperations(std::shared_ptr<Client> client, int timeoutMs, std::string group)
      : AdminCall(std::move(client), timeoutMs), group_(std::move(group)) {}

  void run() override {
    if (!isMock()) AdminCall::run();
  }

  napi_value result(napi_env env) override { return number(env, operations_); }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_DESCRIBECONSUMERGROUPS; }
  void setUp(rd_kafka_AdminOptions_t* options) override { tellOperations(options); }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    const char* groups[] = {group_.c_str()};
    api().rd_kafka_DescribeConsumerGroups(handle, groups, 1, options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const void* described = api().rd_kafka_event_DescribeConsumerGroups_result(event);
    const auto** groups = api().rd_kafka_DescribeConsumerGroups_result_groups(described, &count);
    if (count == 0) return;
    const rd_kafka_error_t* error = api().rd_kafka_ConsumerGroupDescription_error(groups[0]);
    if (error != nullptr) return fail(api().rd_kafka_error_code(error), api().rd_kafka_error_string(error));
    size_t allowed = 0;
    const int* operations = api().rd_kafka_ConsumerGroupDescription_authorized_operations(groups[0], &allowed);
    operations_ = toBits(operations, allowed);
  }

 private:
  std::string group_;
  int operations_ = kNotTold;
};

// The settings of a topic, or of a broker by the number that is its name.
template <int Resource>
class Settings : public AdminCall {
 public:
  Settings(std::shared_ptr<Client> client, int timeoutMs, std::string name)
      : AdminCall(std::move(client), timeoutMs), name_(std::move(name)) {}

  napi_value result(napi_env env) override { return pairs(env, settings_); }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_DESCRIBECONFIGS; }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    ConfigResource resource(api().rd_kafka_ConfigResource_new(Resource, name_.c_str()));
    rd_kafka_ConfigResource_t* resources[] = {resource.get()};
    api().rd_kafka_DescribeConfigs(handle, resources, 1, options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const void* described = api().rd_kafka_event_DescribeConfigs_result(event);
    const auto** resources = api().rd_kafka_DescribeConfigs_result_resources(described, &count);
    if (count == 0) return fail(librdkafka::ERR_TIMED_OUT, "nothing was described");
    const int code = api().rd_kafka_ConfigResource_error(resources[0]);
    if (code != librdkafka::NO_ERROR) {
      const char* text = api().rd_kafka_ConfigResource_error_string(resources[0]);
      return fail(code, text == nullptr ? api().rd_kafka_err2str(code) : text);
    }
    const auto** entries = api().rd_kafka_ConfigResource_configs(resources[0], &count);
    for (size_t index = 0; index < count; index++) {
      const char* value = api().rd_kafka_ConfigEntry_value(entries[index]);
      if (value != nullptr) settings_.emplace_back(api().rd_kafka_ConfigEntry_name(entries[index]), value);
    }
  }

 private:
  std::string name_;
  std::vector<std::pair<std::string, std::string>> settings_;
};

using TopicConfig = Settings<librdkafka::RESOURCE_TOPIC>;
using BrokerConfig = Settings<librdkafka::RESOURCE_BROKER>;

// The number of some broker that answers.
class SomeBroker : public AsyncCall {
 public:
  SomeBroker(std::shared_ptr<Client> client, int timeoutMs) : client_(std::move(client)), timeoutMs_(timeoutMs) {}

  void run() override {
    InUse use(client_);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the client is closed");
    const rd_kafka_metadata_t* metadata = nullptr;
    const int code = inSlices(*client_, timeoutMs_, [&](int sliceMs) {
      return api().rd_kafka_metadata(use.handle(), 0, nullptr, &metadata, sliceMs);
    });
    if (code != librdkafka::NO_ERROR) return failOn(code, "brokers cannot be listed");
    broker_ = metadata->orig_broker_id;
    api().rd_kafka_metadata_destroy(metadata);
  }

  napi_value result(napi_env env) override { return number(env, broker_); }

 private:
  std::shared_ptr<Client> client_;
  int timeoutMs_;
  int broker_ = -1;
};

// The offsets after the last record of partitions, those of open transactions included.
class EndOffsets : public AdminCall {
 public:
  EndOffsets(std::shared_ptr<Client> client, int timeoutMs, PartitionList partitions)
      : AdminCall(std::move(client), timeoutMs), partitions_(std::move(partitions)) {}

  napi_value result(napi_env env) override { return fromPartitionList(env, partitions_.get()); }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_LISTOFFSETS; }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    for (int index = 0; index < partitions_->cnt; index++) partitions_->elems[index].offset = librdkafka::OFFSET_END;
    api().rd_kafka_ListOffsets(handle, partitions_.get(), options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const void* listed = api().rd_kafka_event_ListOffsets_result(event);
    const auto** infos = api().rd_kafka_ListOffsets_result_infos(listed, &count);
    partitions_.reset(api().rd_kafka_topic_partition_list_new(static_cast<int>(count)));
    for (size_t index = 0; index < count; index++) {
      const auto* partition = api().rd_kafka_ListOffsetsResultInfo_topic_partition(infos[index]);
      auto* added = api().rd_kafka_topic_partition_list_add(partitions_.get(), partition->topic, partition->partition);
      added->offset = partition->offset;
      added->err = partition->err;
    }
    const int code = firstError(partitions_.get());
    if (code != librdkafka::NO_ERROR) fail(code, api().rd_kafka_err2str(code));
  }

 private:
  PartitionList partitions_;
};

class DeleteOneGroup : public AdminCall {
 public:
  DeleteOneGroup(std::shared_ptr<Client> client, int timeoutMs, std::string group)
      : AdminCall(std::move(client), timeoutMs), group_(std::move(group)) {}

  napi_value result(napi_env env) override { return undefined(env); }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_DELETEGROUPS; }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    DeleteGroup group(api().rd_kafka_DeleteGroup_new(group_.c_str()));
    rd_kafka_DeleteGroup_t* groups[] = {group.get()};
    api().rd_kafka_DeleteGroups(handle, groups, 1, options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const auto** groups = api().rd_kafka_DeleteGroups_result_groups(api().rd_kafka_event_DeleteGroups_result(event), &count);
    if (count > 0) failOnGroup(groups[0]);
  }

 private:
  std::string group_;
};

// Asks who is a member of a group. A group that does not exist has none.
class GroupMembers : public AdminCall {
 public:
  GroupMembers(std::shared_ptr<Client> client, int timeoutMs, std::string group)
      : AdminCall(std::move(client), timeoutMs), group_(std::move(group)) {}

  napi_value result(napi_env env) override {
    napi_value result = array(env, members_.size());
    for (uint32_t index = 0; index < members_.size(); index++) {
      napi_value member = object(env);
      set(env, member, "clientId", string(env, members_[index].clientId));
      set(env, member, "memberId", string(env, members_[index].memberId));
      set(env, member, "host", string(env, members_[index].host));
      append(env, result, index, member);
    }
    return result;
  }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_DESCRIBECONSUMERGROUPS; }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    const char* groups[] = {group_.c_str()};
    api().rd_kafka_DescribeConsumerGroups(handle, groups, 1, options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const void* described = api().rd_kafka_event_DescribeConsumerGroups_result(event);
    const auto** groups = api().rd_kafka_DescribeConsumerGroups_result_groups(described, &count);
    if (count == 0) return;
    const rd_kafka_error_t* error = api().rd_kafka_ConsumerGroupDescription_error(groups[0]);
    const int code = error == nullptr ? librdkafka::NO_ERROR : api().rd_kafka_error_code(error);
    if (code == librdkafka::ERR_GROUP_ID_NOT_FOUND) return;
    if (code != librdkafka::NO_ERROR) return fail(code, api().rd_kafka_error_string(error));
    const size_t members = api().rd_kafka_ConsumerGroupDescription_member_count(groups[0]);
    for (size_t index = 0; index < members; index++) {
      const auto* member = api().rd_kafka_ConsumerGroupDescription_member(groups[0], index);
      members_.push_back({textOf(api().rd_kafka_MemberDescription_client_id(member)),
                          textOf(api().rd_kafka_MemberDescription_consumer_id(member)),
                          textOf(api().rd_kafka_MemberDescription_host(member))});
    }
  }

 private:
  struct Member {
    std::string clientId;
    std::string memberId;
    std::string host;
  };

  static std::string textOf(const char* text) { return text == nullptr ? "" : text; }

  std::string group_;
  std::vector<Member> members_;
};

class ListGroupOffsets : public AdminCall {
 public:
  ListGroupOffsets(std::shared_ptr<Client> client, int timeoutMs, std::string group)
      : AdminCall(std::move(client), timeoutMs), group_(std::move(group)) {}

  napi_value result(napi_env env) override { return fromPartitionList(env, offsets_.get()); }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_LISTCONSUMERGROUPOFFSETS; }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    ListOffsets group(api().rd_kafka_ListConsumerGroupOffsets_new(group_.c_str(), nullptr));
    rd_kafka_ListConsumerGroupOffsets_t* groups[] = {group.get()};
    api().rd_kafka_ListConsumerGroupOffsets(handle, groups, 1, options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const void* listed = api().rd_kafka_event_ListConsumerGroupOffsets_result(event);
    const auto** groups = api().rd_kafka_ListConsumerGroupOffsets_result_groups(listed, &count);
    if (count == 0) return;
    failOnGroup(groups[0]);
    offsets_ = copyOf(api().rd_kafka_group_result_partitions(groups[0]));
  }

 private:
  std::string group_;
  PartitionList offsets_;
};

class AlterGroupOffsets : public AdminCall {
 public:
  AlterGroupOffsets(std::shared_ptr<Client> client, int timeoutMs, std::string group, PartitionList offsets)
      : AdminCall(std::move(client), timeoutMs), group_(std::move(group)), offsets_(std::move(offsets)) {}

  napi_value result(napi_env env) override { return undefined(env); }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_ALTERCONSUMERGROUPOFFSETS; }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    AlterOffsets group(api().rd_kafka_AlterConsumerGroupOffsets_new(group_.c_str(), offsets_.get()));
    rd_kafka_AlterConsumerGroupOffsets_t* groups[] = {group.get()};
    api().rd_kafka_AlterConsumerGroupOffsets(handle, groups, 1, options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const void* altered = api().rd_kafka_event_AlterConsumerGroupOffsets_result(event);
    const auto** groups = api().rd_kafka_AlterConsumerGroupOffsets_result_groups(altered, &count);
    if (count > 0) failOnGroup(groups[0]);
  }

 private:
  std::string group_;
  PartitionList offsets_;
};

class DeleteGroupOffsets : public AdminCall {
 public:
  DeleteGroupOffsets(std::shared_ptr<Client> client, int timeoutMs, std::string group, PartitionList partitions)
      : AdminCall(std::move(client), timeoutMs), group_(std::move(group)), partitions_(std::move(partitions)) {}

  napi_value result(napi_env env) override { return undefined(env); }

 protected:
  int operation() const override { return librdkafka::ADMIN_OP_DELETECONSUMERGROUPOFFSETS; }
  void request(rd_kafka_t* handle, rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) override {
    DeleteOffsets group(api().rd_kafka_DeleteConsumerGroupOffsets_new(group_.c_str(), partitions_.get()));
    rd_kafka_DeleteConsumerGroupOffsets_t* groups[] = {group.get()};
    api().rd_kafka_DeleteConsumerGroupOffsets(handle, groups, 1, options, queue);
  }
  void answer(rd_kafka_event_t* event) override {
    size_t count = 0;
    const void* deleted = api().rd_kafka_event_DeleteConsumerGroupOffsets_result(event);
    const auto** groups = api().rd_kafka_DeleteConsumerGroupOffsets_result_groups(deleted, &count);
    if (count > 0) failOnGroup(groups[0]);
  }

 private:
  std::string group_;
  PartitionList partitions_;
};

class ClusterId : public AsyncCall {
 public:
  ClusterId(std::shared_ptr<Client> client, int timeoutMs) : client_(std::move(client)), timeoutMs_(timeoutMs) {}

  void run() override {
    InUse use(client_);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the client is closed");
    char* id = api().rd_kafka_clusterid(use.handle(), timeoutMs_);
    if (id == nullptr) return;
    hasId_ = true;
    id_ = id;
    api().rd_kafka_mem_free(use.handle(), id);
  }

  napi_value result(napi_env env) override { return hasId_ ? string(env, id_) : null(env); }

 private:
  std::shared_ptr<Client> client_;
  int timeoutMs_;
  bool hasId_ = false;
  std::string id_;
};

class ListTopics : public AsyncCall {
 public:
  ListTopics(std::shared_ptr<Client> client, int timeoutMs) : client_(std::move(client)), timeoutMs_(timeoutMs) {}

  void run() override {
    InUse use(client_);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the client is closed");
    const rd_kafka_metadata_t* metadata = nullptr;
    const int code = inSlices(*client_, timeoutMs_, [&](int sliceMs) {
      return api().rd_kafka_metadata(use.handle(), 1, nullptr, &metadata, sliceMs);
    });
    if (code != librdkafka::NO_ERROR) return failOn(code, "topics cannot be listed");
    for (int index = 0; index < metadata->topic_cnt; index++) {
      const rd_kafka_metadata_topic_t& topic = metadata->topics[index];
      if (topic.err == librdkafka::NO_ERROR) topics_.emplace_back(topic.topic, topic.partition_cnt);
    }
    api().rd_kafka_metadata_destroy(metadata);
  }

  napi_value result(napi_env env) override {
    napi_value result = array(env, topics_.size());
    for (uint32_t index = 0; index < topics_.size(); index++) {
      napi_value item = object(env);
      set(env, item, "topic", string(env, topics_[index].first));
      set(env, item, "partitions", number(env, topics_[index].second));
      append(env, result, index, item);
    }
    return result;
  }

 private:
  std::shared_ptr<Client> client_;
  int timeoutMs_;
  std::vector<std::pair<std::string, int>> topics_;
};

// Asks for the metadata of one topic. Whether that may create it is up to `allow.auto.create.topics` of the client.
class DescribeTopic : public AsyncCall {
 public:
  DescribeTopic(std::shared_ptr<Client> client, int timeoutMs, std::string topic)
      : client_(std::move(client)), timeoutMs_(timeoutMs), topic_(std::move(topic)) {}

  void run() override {
    InUse use(client_);
    if (!use) return fail(librdkafka::ERR_DESTROY, "the client is closed");
    rd_kafka_topic_t* topic = client_->topic(topic_);
    if (topic == nullptr) return fail(librdkafka::ERR_INVALID_ARG, "the topic's name is not valid");
    const rd_kafka_metadata_t* metadata = nullptr;
    const int code = inSlices(*client_, timeoutMs_, [&](int sliceMs) {
      return api().rd_kafka_metadata(use.handle(), 0, topic, &metadata, sliceMs);
    });
    if (code != librdkafka::NO_ERROR) return failOn(code, "metadata cannot be read");
    if (metadata->topic_cnt > 0) take(metadata->topics[0]);
    api().rd_kafka_metadata_destroy(metadata);
  }

  napi_value result(napi_env env) override {
    return partitions_ < 0 ? undefined(env) : number(env, partitions_);
  }

 private:
  void take(const rd_kafka_metadata_topic_t& topic) {
    if (topic.err == librdkafka::NO_ERROR) partitions_ = topic.partition_cnt;
    else if (topic.err != librdkafka::ERR_UNKNOWN_TOPIC_OR_PART) fail(topic.err, api().rd_kafka_err2str(topic.err));
  }

  std::shared_ptr<Client> client_;
  int timeoutMs_;
  std::string topic_;
  int partitions_ = -1;
};

// All calls begin with (id, timeoutMs, …).
std::shared_ptr<Client> clientOf(const Arguments& arguments) { return findClient(arguments.integer(0)); }
int timeoutOf(const Arguments& arguments) { return static_cast<int>(arguments.integer(1)); }

template <class Call>
napi_value plain(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<Call>(clientOf(arguments), timeoutOf(arguments)));
}

template <class Call>
napi_value named(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<Call>(clientOf(arguments), timeoutOf(arguments), arguments.text(2)));
}

template <class Call>
napi_value withPartitions(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<Call>(clientOf(arguments), timeoutOf(arguments), arguments.text(2),
                                           toPartitionList(env, arguments.at(3))));
}

// endOffsets(id, timeoutMs, partitions): promise of the partitions with their end offsets
napi_value endOffsets(napi_env env, const Arguments& arguments) {
  return start(env, std::make_unique<EndOffsets>(clientOf(arguments), timeoutOf(arguments),
                                                 toPartitionList(env, arguments.at(2))));
}

template <class Call>
napi_value withNames(napi_env env, const Arguments& arguments) {
  napi_value list = arguments.at(2);
  std::vector<std::string> names(lengthOf(env, list));
  for (uint32_t index = 0; index < names.size(); index++) names[index] = toText(env, element(env, list, index));
  return start(env, std::make_unique<Call>(clientOf(arguments), timeoutOf(arguments), std::move(names)));
}

// createTopic(id, timeoutMs, name, partitions, replicationFactor, [[key, value], …], isTrial): promise of whether it is new
napi_value createTopic(napi_env env, const Arguments& arguments) {
  char problem[512] = "";
  NewTopic topic(api().rd_kafka_NewTopic_new(arguments.text(2).c_str(), static_cast<int>(arguments.integer(3)),
                                             static_cast<int>(arguments.integer(4)), problem, sizeof problem));
  if (!topic) throw std::runtime_error(problem);
  napi_value configs = arguments.at(5);
  const uint32_t count = lengthOf(env, configs);
  for (uint32_t index = 0; index < count; index++) {
    napi_value pair = element(env, configs, index);
    api().rd_kafka_NewTopic_set_config(topic.get(), toText(env, element(env, pair, 0)).c_str(),
                                       toText(env, element(env, pair, 1)).c_str());
  }
  return start(env, std::make_unique<CreateTopic>(clientOf(arguments), timeoutOf(arguments), std::move(topic),
                                                  arguments.flag(6)));
}

}  // namespace

void defineAdminCalls(napi_env env, napi_value exports) {
  define<plain<AwaitBroker>>(env, exports, "awaitBroker");
  define<plain<ClusterId>>(env, exports, "clusterId");
  define<plain<ListTopics>>(env, exports, "listTopics");
  define<named<DescribeTopic>>(env, exports, "describeTopic");
  // topicIds(id, timeoutMs, names): promise of pairs of name and id, of those topics that exist
  define<withNames<TopicIds>>(env, exports, "topicIds");
  define<withNames<TopicOperations>>(env, exports, "topicOperations");
  define<named<GroupOperations>>(env, exports, "groupOperations");
  define<named<TopicConfig>>(env, exports, "topicConfig");
  define<named<BrokerConfig>>(env, exports, "brokerConfig");
  define<plain<SomeBroker>>(env, exports, "someBroker");
  define<endOffsets>(env, exports, "endOffsets");
  define<createTopic>(env, exports, "createTopic");
  define<named<GroupMembers>>(env, exports, "groupMembers");
  define<named<ListGroupOffsets>>(env, exports, "listGroupOffsets");
  define<withPartitions<AlterGroupOffsets>>(env, exports, "alterGroupOffsets");
  define<withPartitions<DeleteGroupOffsets>>(env, exports, "deleteGroupOffsets");
  define<named<DeleteOneGroup>>(env, exports, "deleteGroup");
}

}  // namespace companion
