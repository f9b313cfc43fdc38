// Owns the conversion of lists of partitions.
#include "topic_partitions.h"

namespace companion {

PartitionList toPartitionList(napi_env env, napi_value partitions) {
  const auto& api = librdkafka::api();
  const uint32_t length = lengthOf(env, partitions);
  PartitionList list(api.rd_kafka_topic_partition_list_new(static_cast<int>(length)));
  for (uint32_t index = 0; index < length; index++) {
    napi_value item = element(env, partitions, index);
    const std::string topic = toText(env, property(env, item, "topic"));
    const auto partition = static_cast<int32_t>(toInteger(env, property(env, item, "partition")));
    rd_kafka_topic_partition_t* added = api.rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition);
    bool hasOffset = false;
    check(napi_has_named_property(env, item, "offset", &hasOffset));
    added->offset = hasOffset ? toInteger(env, property(env, item, "offset")) : librdkafka::OFFSET_INVALID;
  }
  return list;
}

napi_value fromPartitionList(napi_env env, const rd_kafka_topic_partition_list_t* list) {
  const int length = list == nullptr ? 0 : list->cnt;
  napi_value result = array(env, static_cast<size_t>(length));
  for (int index = 0; index < length; index++) {
    const rd_kafka_topic_partition_t& source = list->elems[index];
    napi_value item = object(env);
    set(env, item, "topic", string(env, source.topic));
    set(env, item, "partition", number(env, source.partition));
    set(env, item, "offset", number(env, static_cast<double>(source.offset)));
    set(env, item, "kafkaCode", number(env, source.err));
    append(env, result, static_cast<uint32_t>(index), item);
  }
  return result;
}

PartitionList copyOf(const rd_kafka_topic_partition_list_t* list) {
  if (list == nullptr) return PartitionList(librdkafka::api().rd_kafka_topic_partition_list_new(0));
  return PartitionList(librdkafka::api().rd_kafka_topic_partition_list_copy(list));
}

int firstError(const rd_kafka_topic_partition_list_t* list) {
  for (int index = 0; list != nullptr && index < list->cnt; index++) {
    if (list->elems[index].err != librdkafka::NO_ERROR) return list->elems[index].err;
  }
  return librdkafka::NO_ERROR;
}

}  // namespace companion
