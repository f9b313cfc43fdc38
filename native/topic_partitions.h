// Owns lists of partitions: librdkafka's, with a destructor, and their JavaScript form.
#pragma once

#include <memory>

#include "librdkafka_api.h"
#include "node_values.h"

namespace companion {

struct PartitionListDestroyer {
  void operator()(rd_kafka_topic_partition_list_t* list) const {
    librdkafka::api().rd_kafka_topic_partition_list_destroy(list);
  }
};

using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t, PartitionListDestroyer>;

// From an array of { topic, partition, offset? }.
PartitionList toPartitionList(napi_env env, napi_value partitions);

// To an array of { topic, partition, offset, kafkaCode }.
napi_value fromPartitionList(napi_env env, const rd_kafka_topic_partition_list_t* list);

PartitionList copyOf(const rd_kafka_topic_partition_list_t* list);

// The first error of a partition in the list, or none.
int firstError(const rd_kafka_topic_partition_list_t* list);

}  // namespace companion
