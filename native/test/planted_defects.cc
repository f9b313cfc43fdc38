// Owns defects that a sanitizer must find: sanitize.sh calls each before it trusts the silence of one.
#include <node_api.h>

#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <thread>

namespace {

// What the compiler must not know beforehand.
volatile int one = 1;

napi_value useAfterFree(napi_env, napi_callback_info) {
  auto* block = static_cast<volatile char*>(std::malloc(8));
  std::free(const_cast<char*>(block));
  block[0] = static_cast<char>(one);
  return nullptr;
}

napi_value overflow(napi_env, napi_callback_info) {
  volatile int most = INT32_MAX;
  most = most + one;
  return nullptr;
}

napi_value misalign(napi_env, napi_callback_info) {
  alignas(8) static char block[16];
  *reinterpret_cast<volatile int32_t*>(block + one) = 1;
  return nullptr;
}

int unguarded = 0;

napi_value race(napi_env, napi_callback_info) {
  std::thread other([] { unguarded++; });
  unguarded++;
  other.join();
  return nullptr;
}

napi_value lockOrder(napi_env, napi_callback_info) {
  static std::mutex left;
  static std::mutex right;
  std::thread other([] {
    std::lock_guard<std::mutex> first(left);
    std::lock_guard<std::mutex> second(right);
  });
  other.join();
  std::lock_guard<std::mutex> first(right);
  std::lock_guard<std::mutex> second(left);
  return nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor defects[] = {
      {"useAfterFree", nullptr, useAfterFree, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"overflow", nullptr, overflow, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"misalign", nullptr, misalign, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"race", nullptr, race, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"lockOrder", nullptr, lockOrder, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, sizeof defects / sizeof *defects, defects);
  return exports;
}
