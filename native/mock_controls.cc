// Owns the controls of librdkafka's mock cluster, which a client made with `test.mock.num.brokers` carries.
#include "calls.h"
#include "client_registry.h"

namespace companion {
namespace {

using librdkafka::api;

// All controls begin with the client's number.
template <class Control>
napi_value onCluster(napi_env env, const Arguments& arguments, Control control) {
  InUse use(findClient(arguments.integer(0)));
  rd_kafka_mock_cluster_t* cluster = use ? api().rd_kafka_handle_mock_cluster(use.handle()) : nullptr;
  if (cluster == nullptr) throw std::runtime_error("the client has no mock cluster: set test.mock.num.brokers");
  return control(cluster);
}

napi_value done(napi_env env, int code, const char* what) {
  if (code == librdkafka::NO_ERROR) return undefined(env);
  check(napi_throw(env, kafkaError(env, code, std::string(what) + ": " + api().rd_kafka_err2str(code))));
  return nullptr;
}

napi_value mockBootstraps(napi_env env, const Arguments& arguments) {
  return onCluster(env, arguments, [&](rd_kafka_mock_cluster_t* cluster) {
    return string(env, api().rd_kafka_mock_cluster_bootstraps(cluster));
  });
}

// mockGroupDelay(id, ms): how long the first join of a group waits for others
napi_value mockGroupDelay(napi_env env, const Arguments& arguments) {
  return onCluster(env, arguments, [&](rd_kafka_mock_cluster_t* cluster) {
    api().rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, static_cast<int32_t>(arguments.integer(1)));
    return undefined(env);
  });
}

// mockCreateTopic(id, name, partitions, replicationFactor)
napi_value mockCreateTopic(napi_env env, const Arguments& arguments) {
  return onCluster(env, arguments, [&](rd_kafka_mock_cluster_t* cluster) {
    const int code = api().rd_kafka_mock_topic_create(cluster, arguments.text(1).c_str(), static_cast<int>(arguments.integer(2)),
                                                      static_cast<int>(arguments.integer(3)));
    return done(env, code, "the mock cluster cannot create the topic");
  });
}

// mockTopicError(id, name, code): what metadata says of the topic; 0: all is well
napi_value mockTopicError(napi_env env, const Arguments& arguments) {
  return onCluster(env, arguments, [&](rd_kafka_mock_cluster_t* cluster) {
    api().rd_kafka_mock_topic_set_error(cluster, arguments.text(1).c_str(), static_cast<int>(arguments.integer(2)));
    return undefined(env);
  });
}

// mockRequestErrors(id, apiKey, codes): the next requests of that kind fail with these codes
napi_value mockRequestErrors(napi_env env, const Arguments& arguments) {
  return onCluster(env, arguments, [&](rd_kafka_mock_cluster_t* cluster) {
    std::vector<int> codes;
    const uint32_t count = lengthOf(env, arguments.at(2));
    for (uint32_t index = 0; index < count; index++) {
      codes.push_back(static_cast<int>(toInteger(env, element(env, arguments.at(2), index))));
    }
    api().rd_kafka_mock_push_request_errors_array(cluster, static_cast<int16_t>(arguments.integer(1)), codes.size(), codes.data());
    return undefined(env);
  });
}

// mockBrokerUp(id, broker, isUp)
napi_value mockBrokerUp(napi_env env, const Arguments& arguments) {
  return onCluster(env, arguments, [&](rd_kafka_mock_cluster_t* cluster) {
    const auto broker = static_cast<int32_t>(arguments.integer(1));
    const int code = arguments.flag(2) ? api().rd_kafka_mock_broker_set_up(cluster, broker)
                                       : api().rd_kafka_mock_broker_set_down(cluster, broker);
    return done(env, code, "the mock broker cannot be switched");
  });
}

// mockBrokerDelay(id, broker, ms): the round trip of each request
napi_value mockBrokerDelay(napi_env env, const Arguments& arguments) {
  return onCluster(env, arguments, [&](rd_kafka_mock_cluster_t* cluster) {
    const int code = api().rd_kafka_mock_broker_set_rtt(cluster, static_cast<int32_t>(arguments.integer(1)),
                                                        static_cast<int>(arguments.integer(2)));
    return done(env, code, "the mock broker cannot be delayed");
  });
}

}  // namespace

void defineMockControls(napi_env env, napi_value exports) {
  define<mockBootstraps>(env, exports, "mockBootstraps");
  define<mockGroupDelay>(env, exports, "mockGroupDelay");
  define<mockCreateTopic>(env, exports, "mockCreateTopic");
  define<mockTopicError>(env, exports, "mockTopicError");
  define<mockRequestErrors>(env, exports, "mockRequestErrors");
  define<mockBrokerUp>(env, exports, "mockBrokerUp");
  define<mockBrokerDelay>(env, exports, "mockBrokerDelay");
}

}  // namespace companion
