// Owns the small conversions between Node-API values and C++ values. All functions run on the main thread.
#pragma once

#include <node_api.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace companion {

// Thrown where a Node-API call fails; a JavaScript exception may be pending already.
struct NodeError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void check(napi_status status) {
  if (status != napi_ok) throw NodeError("companion: a Node-API call failed, status " + std::to_string(status));
}

inline napi_value number(napi_env env, double value) {
  napi_value result;
  check(napi_create_double(env, value, &result));
  return result;
}

inline napi_value boolean(napi_env env, bool value) {
  napi_value result;
  check(napi_get_boolean(env, value, &result));
  return result;
}

inline napi_value string(napi_env env, const std::string& value) {
  napi_value result;
  check(napi_create_string_utf8(env, value.data(), value.size(), &result));
  return result;
}

inline napi_value undefined(napi_env env) {
  napi_value result;
  check(napi_get_undefined(env, &result));
  return result;
}

inline napi_value null(napi_env env) {
  napi_value result;
  check(napi_get_null(env, &result));
  return result;
}

inline napi_value object(napi_env env) {
  napi_value result;
  check(napi_create_object(env, &result));
  return result;
}

inline napi_value array(napi_env env, size_t length) {
  napi_value result;
  check(napi_create_array_with_length(env, length, &result));
  return result;
}

inline void set(napi_env env, napi_value target, const char* name, napi_value value) {
  check(napi_set_named_property(env, target, name, value));
}

inline void append(napi_env env, napi_value target, uint32_t index, napi_value value) {
  check(napi_set_element(env, target, index, value));
}

inline napi_value pairs(napi_env env, const std::vector<std::pair<std::string, std::string>>& texts) {
  napi_value result = array(env, texts.size());
  for (uint32_t index = 0; index < texts.size(); index++) {
    napi_value pair = array(env, 2);
    append(env, pair, 0, string(env, texts[index].first));
    append(env, pair, 1, string(env, texts[index].second));
    append(env, result, index, pair);
  }
  return result;
}

inline int64_t toInteger(napi_env env, napi_value value) {
  int64_t result;
  check(napi_get_value_int64(env, value, &result));
  return result;
}

inline bool toBoolean(napi_env env, napi_value value) {
  bool result;
  check(napi_get_value_bool(env, value, &result));
  return result;
}

inline std::string toText(napi_env env, napi_value value) {
  size_t length;
  check(napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string result(length, '\0');
  check(napi_get_value_string_utf8(env, value, &result[0], length + 1, &length));
  return result;
}

inline napi_value property(napi_env env, napi_value target, const char* name) {
  napi_value result;
  check(napi_get_named_property(env, target, name, &result));
  return result;
}

inline uint32_t lengthOf(napi_env env, napi_value target) {
  uint32_t result;
  check(napi_get_array_length(env, target, &result));
  return result;
}

inline napi_value element(napi_env env, napi_value target, uint32_t index) {
  napi_value result;
  check(napi_get_element(env, target, index, &result));
  return result;
}

// An Error with librdkafka's code as `kafkaCode`.
inline napi_value kafkaError(napi_env env, int code, const std::string& message) {
  napi_value result;
  check(napi_create_error(env, nullptr, string(env, message), &result));
  set(env, result, "kafkaCode", number(env, code));
  return result;
}

// The arguments of a call.
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    check(napi_get_cb_info(env, info, &count_, values_, nullptr, nullptr));
  }

  napi_value at(size_t index) const {
    if (index >= count_ || index >= kMost) throw NodeError("companion: an argument is missing");
    return values_[index];
  }
  int64_t integer(size_t index) const { return toInteger(env_, at(index)); }
  bool flag(size_t index) const { return toBoolean(env_, at(index)); }
  std::string text(size_t index) const { return toText(env_, at(index)); }

 private:
  static constexpr size_t kMost = 10;
  napi_env env_;
  size_t count_ = kMost;
  napi_value values_[kMost];
};

// Makes a JavaScript exception of a C++ one.
template <napi_value (*body)(napi_env, const Arguments&)>
napi_value guarded(napi_env env, napi_callback_info info) {
  try {
    return body(env, Arguments(env, info));
  } catch (const std::exception& error) {
    bool isPending = false;
    napi_is_exception_pending(env, &isPending);
    if (!isPending) napi_throw_error(env, nullptr, error.what());
    return nullptr;
  }
}

template <napi_value (*body)(napi_env, const Arguments&)>
void define(napi_env env, napi_value exports, const char* name) {
  napi_value function;
  check(napi_create_function(env, name, NAPI_AUTO_LENGTH, guarded<body>, nullptr, &function));
  set(env, exports, name, function);
}

}  // namespace companion
