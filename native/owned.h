// Owns the smart pointers of librdkafka's objects.
#pragma once

#include <memory>

#include "librdkafka_api.h"

namespace companion {

#define OWNED(Name, type, destroy)                                                     \
  struct Name##Destroyer {                                                             \
    void operator()(type* target) const { librdkafka::api().destroy(target); }         \
  };                                                                                   \
  using Name = std::unique_ptr<type, Name##Destroyer>;

OWNED(Queue, rd_kafka_queue_t, rd_kafka_queue_destroy)
OWNED(QueueEvent, rd_kafka_event_t, rd_kafka_event_destroy)
OWNED(KafkaError, rd_kafka_error_t, rd_kafka_error_destroy)
OWNED(AdminOptions, rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy)
OWNED(NewTopic, rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy)
OWNED(TopicCollection, rd_kafka_TopicCollection_t, rd_kafka_TopicCollection_destroy)
OWNED(ConfigResource, rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy)
OWNED(DeleteGroup, rd_kafka_DeleteGroup_t, rd_kafka_DeleteGroup_destroy)
OWNED(ListOffsets, rd_kafka_ListConsumerGroupOffsets_t, rd_kafka_ListConsumerGroupOffsets_destroy)
OWNED(AlterOffsets, rd_kafka_AlterConsumerGroupOffsets_t, rd_kafka_AlterConsumerGroupOffsets_destroy)
OWNED(DeleteOffsets, rd_kafka_DeleteConsumerGroupOffsets_t, rd_kafka_DeleteConsumerGroupOffsets_destroy)

#undef OWNED

}  // namespace companion
