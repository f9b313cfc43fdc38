// Owns what we use of librdkafka: declarations of its public C interface and the table of its functions, which are looked
// up at run time in the library that node-rdkafka has loaded. So nothing of librdkafka is needed to compile or to link.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>

struct rd_kafka_t;
struct rd_kafka_conf_t;
struct rd_kafka_topic_t;
struct rd_kafka_topic_conf_t;
struct rd_kafka_queue_t;
struct rd_kafka_event_t;
struct rd_kafka_error_t;
struct rd_kafka_headers_t;
struct rd_kafka_AdminOptions_t;
struct rd_kafka_NewTopic_t;
struct rd_kafka_DeleteGroup_t;
struct rd_kafka_ConsumerGroupDescription_t;
struct rd_kafka_MemberDescription_t;
struct rd_kafka_ListConsumerGroupOffsets_t;
struct rd_kafka_AlterConsumerGroupOffsets_t;
struct rd_kafka_DeleteConsumerGroupOffsets_t;
struct rd_kafka_ConfigResource_t;
struct rd_kafka_ConfigEntry_t;
struct rd_kafka_ListOffsetsResultInfo_t;
struct rd_kafka_topic_result_t;
struct rd_kafka_group_result_t;
struct rd_kafka_mock_cluster_t;
struct rd_kafka_TopicCollection_t;
struct rd_kafka_TopicDescription_t;
struct rd_kafka_Uuid_t;

struct rd_kafka_message_t {
  int err;
  rd_kafka_topic_t* rkt;
  int32_t partition;
  void* payload;
  size_t len;
  void* key;
  size_t key_len;
  int64_t offset;
  void* _private;
};

struct rd_kafka_topic_partition_t {
  char* topic;
  int32_t partition;
  int64_t offset;
  void* metadata;
  size_t metadata_size;
  void* opaque;
  int err;
  void* _private;
};

struct rd_kafka_topic_partition_list_t {
  int cnt;
  int size;
  rd_kafka_topic_partition_t* elems;
};

struct rd_kafka_metadata_partition_t {
  int32_t id;
  int err;
  int32_t leader;
  int replica_cnt;
  int32_t* replicas;
  int isr_cnt;
  int32_t* isrs;
};

struct rd_kafka_metadata_topic_t {
  char* topic;
  int partition_cnt;
  rd_kafka_metadata_partition_t* partitions;
  int err;
};

struct rd_kafka_metadata_t {
  int broker_cnt;
  void* brokers;
  int topic_cnt;
  rd_kafka_metadata_topic_t* topics;
  int32_t orig_broker_id;
  char* orig_broker_name;
};

struct rd_kafka_vu_t {
  int vtype;
  union {
    const char* cstr;
    rd_kafka_topic_t* rkt;
    int i;
    int32_t i32;
    int64_t i64;
    struct {
      void* ptr;
      size_t size;
    } mem;
    rd_kafka_headers_t* headers;
    void* ptr;
    char _pad[64];
  } u;
};

namespace librdkafka {

// Error codes; see rd_kafka_resp_err_t.
constexpr int NO_ERROR = 0;
constexpr int ERR_BAD_STATE = -172;
constexpr int ERR_TRANSPORT = -195;
constexpr int ERR_TIMED_OUT = -185;
constexpr int ERR_QUEUE_FULL = -184;
constexpr int ERR_INVALID_ARG = -186;
constexpr int ERR_PARTITION_EOF = -191;
constexpr int ERR_DESTROY = -197;
constexpr int ERR_ASSIGN_PARTITIONS = -175;
constexpr int ERR_REVOKE_PARTITIONS = -174;
constexpr int ERR_PURGE_QUEUE = -152;
constexpr int ERR_FATAL = -150;
constexpr int ERR_INVALID_DIFFERENT_RECORD = -138;
constexpr int ERR_MSG_SIZE_TOO_LARGE = 10;
constexpr int ERR_UNKNOWN_TOPIC_OR_PART = 3;
constexpr int ERR_TOPIC_ALREADY_EXISTS = 36;
constexpr int ERR_GROUP_ID_NOT_FOUND = 69;

constexpr int CONF_UNKNOWN = -2;
constexpr int CONF_INVALID = -1;
constexpr int CONF_OK = 0;

constexpr int32_t PARTITION_UNASSIGNED = -1;
constexpr int64_t OFFSET_BEGINNING = -2;
constexpr int64_t OFFSET_END = -1;
constexpr int64_t OFFSET_INVALID = -1001;

constexpr int VTYPE_RKT = 2;
constexpr int VTYPE_PARTITION = 3;
constexpr int VTYPE_VALUE = 4;
constexpr int VTYPE_KEY = 5;
constexpr int VTYPE_OPAQUE = 6;
constexpr int VTYPE_MSGFLAGS = 7;
constexpr int VTYPE_TIMESTAMP = 8;
constexpr int VTYPE_HEADERS = 10;
constexpr int MSG_F_COPY = 0x2;
constexpr int PURGE_F_QUEUE = 0x1;

constexpr int ADMIN_OP_CREATETOPICS = 1;
constexpr int ADMIN_OP_DESCRIBECONFIGS = 5;
constexpr int ADMIN_OP_DELETEGROUPS = 7;
constexpr int ADMIN_OP_DELETECONSUMERGROUPOFFSETS = 8;
constexpr int ADMIN_OP_DESCRIBECONSUMERGROUPS = 13;
constexpr int ADMIN_OP_LISTCONSUMERGROUPOFFSETS = 14;
constexpr int ADMIN_OP_ALTERCONSUMERGROUPOFFSETS = 15;
constexpr int ADMIN_OP_DESCRIBETOPICS = 19;
constexpr int ADMIN_OP_LISTOFFSETS = 21;

constexpr int RESOURCE_TOPIC = 2;
constexpr int RESOURCE_BROKER = 4;

using OnConfSet = int(rd_kafka_conf_t*, const char*, const char*, char*, size_t, void*);
using OnConfDestroy = int(void*);
using OnNew = int(rd_kafka_t*, const rd_kafka_conf_t*, void*, char*, size_t);
using OnDestroy = int(rd_kafka_t*, void*);
using OnAcknowledgement = int(rd_kafka_t*, rd_kafka_message_t*, void*);
using RebalanceCallback = void(rd_kafka_t*, int, rd_kafka_topic_partition_list_t*, void*);
using ErrorCallback = void(rd_kafka_t*, int, const char*, void*);
using CommitCallback = void(rd_kafka_t*, int, rd_kafka_topic_partition_list_t*, void*);

// clang-format off
#define LIBRDKAFKA_FUNCTIONS(F) \
  F(const char*, rd_kafka_name, (const rd_kafka_t*)) \
  F(const char*, rd_kafka_version_str, ()) \
  F(const char*, rd_kafka_err2str, (int)) \
  F(int, rd_kafka_last_error, ()) \
  F(int, rd_kafka_fatal_error, (rd_kafka_t*, char*, size_t)) \
  F(int, rd_kafka_error_code, (const rd_kafka_error_t*)) \
  F(const char*, rd_kafka_error_string, (const rd_kafka_error_t*)) \
  F(void, rd_kafka_error_destroy, (rd_kafka_error_t*)) \
  F(int, rd_kafka_conf_interceptor_add_on_conf_set, (rd_kafka_conf_t*, const char*, OnConfSet*, void*)) \
  F(int, rd_kafka_conf_interceptor_add_on_conf_destroy, (rd_kafka_conf_t*, const char*, OnConfDestroy*, void*)) \
  F(int, rd_kafka_conf_interceptor_add_on_new, (rd_kafka_conf_t*, const char*, OnNew*, void*)) \
  F(int, rd_kafka_interceptor_add_on_destroy, (rd_kafka_t*, const char*, OnDestroy*, void*)) \
  F(int, rd_kafka_interceptor_add_on_acknowledgement, (rd_kafka_t*, const char*, OnAcknowledgement*, void*)) \
  F(int, rd_kafka_conf_get, (const rd_kafka_conf_t*, const char*, char*, size_t*)) \
  F(int, rd_kafka_brokers_add, (rd_kafka_t*, const char*)) \
  F(void, rd_kafka_conf_set_rebalance_cb, (rd_kafka_conf_t*, RebalanceCallback*)) \
  F(void, rd_kafka_conf_set_error_cb, (rd_kafka_conf_t*, ErrorCallback*)) \
  F(int, rd_kafka_poll, (rd_kafka_t*, int)) \
  F(void, rd_kafka_yield, (rd_kafka_t*)) \
  F(int, rd_kafka_flush, (rd_kafka_t*, int)) \
  F(int, rd_kafka_purge, (rd_kafka_t*, int)) \
  F(int, rd_kafka_outq_len, (rd_kafka_t*)) \
  F(rd_kafka_message_t*, rd_kafka_consumer_poll, (rd_kafka_t*, int)) \
  F(rd_kafka_message_t*, rd_kafka_consume_queue, (rd_kafka_queue_t*, int)) \
  F(void, rd_kafka_message_destroy, (rd_kafka_message_t*)) \
  F(const char*, rd_kafka_message_errstr, (const rd_kafka_message_t*)) \
  F(const char*, rd_kafka_message_produce_errstr, (const rd_kafka_message_t*)) \
  F(int64_t, rd_kafka_message_timestamp, (const rd_kafka_message_t*, int*)) \
  F(int, rd_kafka_message_headers, (const rd_kafka_message_t*, rd_kafka_headers_t**)) \
  F(rd_kafka_headers_t*, rd_kafka_headers_new, (size_t)) \
  F(void, rd_kafka_headers_destroy, (rd_kafka_headers_t*)) \
  F(int, rd_kafka_header_add, (rd_kafka_headers_t*, const char*, ssize_t, const void*, ssize_t)) \
  F(int, rd_kafka_header_get_all, (const rd_kafka_headers_t*, size_t, const char**, const void**, size_t*)) \
  F(const char*, rd_kafka_topic_name, (const rd_kafka_topic_t*)) \
  F(rd_kafka_topic_t*, rd_kafka_topic_new, (rd_kafka_t*, const char*, rd_kafka_topic_conf_t*)) \
  F(void, rd_kafka_topic_destroy, (rd_kafka_topic_t*)) \
  F(rd_kafka_error_t*, rd_kafka_produceva, (rd_kafka_t*, const rd_kafka_vu_t*, size_t)) \
  F(rd_kafka_topic_partition_list_t*, rd_kafka_topic_partition_list_new, (int)) \
  F(rd_kafka_topic_partition_list_t*, rd_kafka_topic_partition_list_copy, (const rd_kafka_topic_partition_list_t*)) \
  F(void, rd_kafka_topic_partition_list_destroy, (rd_kafka_topic_partition_list_t*)) \
  F(rd_kafka_topic_partition_t*, rd_kafka_topic_partition_list_add, (rd_kafka_topic_partition_list_t*, const char*, int32_t)) \
  F(int, rd_kafka_subscribe, (rd_kafka_t*, const rd_kafka_topic_partition_list_t*)) \
  F(int, rd_kafka_unsubscribe, (rd_kafka_t*)) \
  F(int, rd_kafka_assign, (rd_kafka_t*, const rd_kafka_topic_partition_list_t*)) \
  F(rd_kafka_error_t*, rd_kafka_incremental_assign, (rd_kafka_t*, const rd_kafka_topic_partition_list_t*)) \
  F(rd_kafka_error_t*, rd_kafka_incremental_unassign, (rd_kafka_t*, const rd_kafka_topic_partition_list_t*)) \
  F(int, rd_kafka_assignment_lost, (rd_kafka_t*)) \
  F(const char*, rd_kafka_rebalance_protocol, (rd_kafka_t*)) \
  F(int, rd_kafka_pause_partitions, (rd_kafka_t*, rd_kafka_topic_partition_list_t*)) \
  F(int, rd_kafka_resume_partitions, (rd_kafka_t*, rd_kafka_topic_partition_list_t*)) \
  F(rd_kafka_error_t*, rd_kafka_seek_partitions, (rd_kafka_t*, rd_kafka_topic_partition_list_t*, int)) \
  F(int, rd_kafka_position, (rd_kafka_t*, rd_kafka_topic_partition_list_t*)) \
  F(int, rd_kafka_committed, (rd_kafka_t*, rd_kafka_topic_partition_list_t*, int)) \
  F(int, rd_kafka_commit_queue, (rd_kafka_t*, const rd_kafka_topic_partition_list_t*, rd_kafka_queue_t*, CommitCallback*, void*)) \
  F(int, rd_kafka_query_watermark_offsets, (rd_kafka_t*, const char*, int32_t, int64_t*, int64_t*, int)) \
  F(int, rd_kafka_offsets_for_times, (rd_kafka_t*, rd_kafka_topic_partition_list_t*, int)) \
  F(rd_kafka_error_t*, rd_kafka_consumer_close_queue, (rd_kafka_t*, rd_kafka_queue_t*)) \
  F(int, rd_kafka_consumer_closed, (rd_kafka_t*)) \
  F(rd_kafka_queue_t*, rd_kafka_queue_new, (rd_kafka_t*)) \
  F(rd_kafka_queue_t*, rd_kafka_queue_get_consumer, (rd_kafka_t*)) \
  F(void, rd_kafka_queue_destroy, (rd_kafka_queue_t*)) \
  F(void, rd_kafka_queue_yield, (rd_kafka_queue_t*)) \
  F(rd_kafka_event_t*, rd_kafka_queue_poll, (rd_kafka_queue_t*, int)) \
  F(int, rd_kafka_queue_poll_callback, (rd_kafka_queue_t*, int)) \
  F(int, rd_kafka_event_error, (rd_kafka_event_t*)) \
  F(const char*, rd_kafka_event_error_string, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_CreateTopics_result, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_DeleteGroups_result, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_DescribeConsumerGroups_result, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_ListConsumerGroupOffsets_result, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_AlterConsumerGroupOffsets_result, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_DeleteConsumerGroupOffsets_result, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_DescribeConfigs_result, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_ListOffsets_result, (rd_kafka_event_t*)) \
  F(const void*, rd_kafka_event_DescribeTopics_result, (rd_kafka_event_t*)) \
  F(void, rd_kafka_event_destroy, (rd_kafka_event_t*)) \
  F(rd_kafka_TopicCollection_t*, rd_kafka_TopicCollection_of_topic_names, (const char**, size_t)) \
  F(void, rd_kafka_TopicCollection_destroy, (rd_kafka_TopicCollection_t*)) \
  F(void, rd_kafka_DescribeTopics, (rd_kafka_t*, const rd_kafka_TopicCollection_t*, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_TopicDescription_t**, rd_kafka_DescribeTopics_result_topics, (const void*, size_t*)) \
  F(const char*, rd_kafka_TopicDescription_name, (const rd_kafka_TopicDescription_t*)) \
  F(const rd_kafka_Uuid_t*, rd_kafka_TopicDescription_topic_id, (const rd_kafka_TopicDescription_t*)) \
  F(const rd_kafka_error_t*, rd_kafka_TopicDescription_error, (const rd_kafka_TopicDescription_t*)) \
  F(const int*, rd_kafka_TopicDescription_authorized_operations, (const rd_kafka_TopicDescription_t*, size_t*)) \
  F(void, rd_kafka_DescribeConsumerGroups, (rd_kafka_t*, const char**, size_t, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_ConsumerGroupDescription_t**, rd_kafka_DescribeConsumerGroups_result_groups, (const void*, size_t*)) \
  F(const rd_kafka_error_t*, rd_kafka_ConsumerGroupDescription_error, (const rd_kafka_ConsumerGroupDescription_t*)) \
  F(const int*, rd_kafka_ConsumerGroupDescription_authorized_operations, (const rd_kafka_ConsumerGroupDescription_t*, size_t*)) \
  F(const char*, rd_kafka_Uuid_base64str, (const rd_kafka_Uuid_t*)) \
  F(int64_t, rd_kafka_Uuid_most_significant_bits, (const rd_kafka_Uuid_t*)) \
  F(rd_kafka_ConfigResource_t*, rd_kafka_ConfigResource_new, (int, const char*)) \
  F(void, rd_kafka_ConfigResource_destroy, (rd_kafka_ConfigResource_t*)) \
  F(int, rd_kafka_ConfigResource_error, (const rd_kafka_ConfigResource_t*)) \
  F(const char*, rd_kafka_ConfigResource_error_string, (const rd_kafka_ConfigResource_t*)) \
  F(const rd_kafka_ConfigEntry_t**, rd_kafka_ConfigResource_configs, (const rd_kafka_ConfigResource_t*, size_t*)) \
  F(const char*, rd_kafka_ConfigEntry_name, (const rd_kafka_ConfigEntry_t*)) \
  F(const char*, rd_kafka_ConfigEntry_value, (const rd_kafka_ConfigEntry_t*)) \
  F(void, rd_kafka_DescribeConfigs, (rd_kafka_t*, rd_kafka_ConfigResource_t**, size_t, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_ConfigResource_t**, rd_kafka_DescribeConfigs_result_resources, (const void*, size_t*)) \
  F(void, rd_kafka_ListOffsets, (rd_kafka_t*, rd_kafka_topic_partition_list_t*, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_ListOffsetsResultInfo_t**, rd_kafka_ListOffsets_result_infos, (const void*, size_t*)) \
  F(const rd_kafka_topic_partition_t*, rd_kafka_ListOffsetsResultInfo_topic_partition, (const rd_kafka_ListOffsetsResultInfo_t*)) \
  F(int, rd_kafka_metadata, (rd_kafka_t*, int, rd_kafka_topic_t*, const rd_kafka_metadata_t**, int)) \
  F(void, rd_kafka_metadata_destroy, (const rd_kafka_metadata_t*)) \
  F(char*, rd_kafka_clusterid, (rd_kafka_t*, int)) \
  F(void, rd_kafka_mem_free, (rd_kafka_t*, void*)) \
  F(rd_kafka_AdminOptions_t*, rd_kafka_AdminOptions_new, (rd_kafka_t*, int)) \
  F(void, rd_kafka_AdminOptions_destroy, (rd_kafka_AdminOptions_t*)) \
  F(int, rd_kafka_AdminOptions_set_request_timeout, (rd_kafka_AdminOptions_t*, int, char*, size_t)) \
  F(int, rd_kafka_AdminOptions_set_operation_timeout, (rd_kafka_AdminOptions_t*, int, char*, size_t)) \
  F(int, rd_kafka_AdminOptions_set_validate_only, (rd_kafka_AdminOptions_t*, int, char*, size_t)) \
  F(rd_kafka_error_t*, rd_kafka_AdminOptions_set_include_authorized_operations, (rd_kafka_AdminOptions_t*, int)) \
  F(rd_kafka_NewTopic_t*, rd_kafka_NewTopic_new, (const char*, int, int, char*, size_t)) \
  F(void, rd_kafka_NewTopic_destroy, (rd_kafka_NewTopic_t*)) \
  F(int, rd_kafka_NewTopic_set_config, (rd_kafka_NewTopic_t*, const char*, const char*)) \
  F(void, rd_kafka_CreateTopics, (rd_kafka_t*, rd_kafka_NewTopic_t**, size_t, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_topic_result_t**, rd_kafka_CreateTopics_result_topics, (const void*, size_t*)) \
  F(int, rd_kafka_topic_result_error, (const rd_kafka_topic_result_t*)) \
  F(const char*, rd_kafka_topic_result_error_string, (const rd_kafka_topic_result_t*)) \
  F(rd_kafka_DeleteGroup_t*, rd_kafka_DeleteGroup_new, (const char*)) \
  F(void, rd_kafka_DeleteGroup_destroy, (rd_kafka_DeleteGroup_t*)) \
  F(void, rd_kafka_DeleteGroups, (rd_kafka_t*, rd_kafka_DeleteGroup_t**, size_t, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_group_result_t**, rd_kafka_DeleteGroups_result_groups, (const void*, size_t*)) \
  F(size_t, rd_kafka_ConsumerGroupDescription_member_count, (const rd_kafka_ConsumerGroupDescription_t*)) \
  F(const rd_kafka_MemberDescription_t*, rd_kafka_ConsumerGroupDescription_member, (const rd_kafka_ConsumerGroupDescription_t*, size_t)) \
  F(const char*, rd_kafka_MemberDescription_client_id, (const rd_kafka_MemberDescription_t*)) \
  F(const char*, rd_kafka_MemberDescription_consumer_id, (const rd_kafka_MemberDescription_t*)) \
  F(const char*, rd_kafka_MemberDescription_host, (const rd_kafka_MemberDescription_t*)) \
  F(const rd_kafka_error_t*, rd_kafka_group_result_error, (const rd_kafka_group_result_t*)) \
  F(const rd_kafka_topic_partition_list_t*, rd_kafka_group_result_partitions, (const rd_kafka_group_result_t*)) \
  F(rd_kafka_ListConsumerGroupOffsets_t*, rd_kafka_ListConsumerGroupOffsets_new, (const char*, const rd_kafka_topic_partition_list_t*)) \
  F(void, rd_kafka_ListConsumerGroupOffsets_destroy, (rd_kafka_ListConsumerGroupOffsets_t*)) \
  F(void, rd_kafka_ListConsumerGroupOffsets, (rd_kafka_t*, rd_kafka_ListConsumerGroupOffsets_t**, size_t, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_group_result_t**, rd_kafka_ListConsumerGroupOffsets_result_groups, (const void*, size_t*)) \
  F(rd_kafka_AlterConsumerGroupOffsets_t*, rd_kafka_AlterConsumerGroupOffsets_new, (const char*, const rd_kafka_topic_partition_list_t*)) \
  F(void, rd_kafka_AlterConsumerGroupOffsets_destroy, (rd_kafka_AlterConsumerGroupOffsets_t*)) \
  F(void, rd_kafka_AlterConsumerGroupOffsets, (rd_kafka_t*, rd_kafka_AlterConsumerGroupOffsets_t**, size_t, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_group_result_t**, rd_kafka_AlterConsumerGroupOffsets_result_groups, (const void*, size_t*)) \
  F(rd_kafka_DeleteConsumerGroupOffsets_t*, rd_kafka_DeleteConsumerGroupOffsets_new, (const char*, const rd_kafka_topic_partition_list_t*)) \
  F(void, rd_kafka_DeleteConsumerGroupOffsets_destroy, (rd_kafka_DeleteConsumerGroupOffsets_t*)) \
  F(void, rd_kafka_DeleteConsumerGroupOffsets, (rd_kafka_t*, rd_kafka_DeleteConsumerGroupOffsets_t**, size_t, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)) \
  F(const rd_kafka_group_result_t**, rd_kafka_DeleteConsumerGroupOffsets_result_groups, (const void*, size_t*)) \
  F(rd_kafka_mock_cluster_t*, rd_kafka_handle_mock_cluster, (const rd_kafka_t*)) \
  F(const char*, rd_kafka_mock_cluster_bootstraps, (const rd_kafka_mock_cluster_t*)) \
  F(void, rd_kafka_mock_group_initial_rebalance_delay_ms, (rd_kafka_mock_cluster_t*, int32_t)) \
  F(int, rd_kafka_mock_topic_create, (rd_kafka_mock_cluster_t*, const char*, int, int)) \
  F(void, rd_kafka_mock_topic_set_error, (rd_kafka_mock_cluster_t*, const char*, int)) \
  F(void, rd_kafka_mock_push_request_errors_array, (rd_kafka_mock_cluster_t*, int16_t, size_t, const int*)) \
  F(int, rd_kafka_mock_broker_set_down, (rd_kafka_mock_cluster_t*, int32_t)) \
  F(int, rd_kafka_mock_broker_set_up, (rd_kafka_mock_cluster_t*, int32_t)) \
  F(int, rd_kafka_mock_broker_set_rtt, (rd_kafka_mock_cluster_t*, int32_t, int))
// clang-format on

struct Api {
#define DECLARE(result, name, arguments) result(*name) arguments = nullptr;
  LIBRDKAFKA_FUNCTIONS(DECLARE)
#undef DECLARE
};

// Finds the functions in the library that holds `address`. Returns what is wrong, or an empty text.
std::string load(const void* address);

// The functions. Valid once a configuration has loaded the companion, which is before any client exists.
const Api& api();

}  // namespace librdkafka
