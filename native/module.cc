// Owns the module's entry for Node.
#include "calls.h"
#include "client_registry.h"

namespace companion {
namespace {

// reserve(): the number of a new client
napi_value reserve(napi_env env, const Arguments&) { return number(env, static_cast<double>(reserveClient()->id)); }

// release(id): the number is not used any more
napi_value release(napi_env env, const Arguments& arguments) {
  releaseClient(arguments.integer(0));
  return undefined(env);
}

// isAttached(id): whether node-rdkafka's client exists
napi_value isAttached(napi_env env, const Arguments& arguments) {
  return boolean(env, static_cast<bool>(InUse(findClient(arguments.integer(0)))));
}

napi_value setNotifierFunction(napi_env env, const Arguments& arguments) { return setNotifier(env, arguments.at(0)); }

napi_value shutDownAll(napi_env env, const Arguments&) {
  shutDown();
  return undefined(env);
}

}  // namespace

}  // namespace companion

NAPI_MODULE_INIT() {
  using namespace companion;
  try {
    define<reserve>(env, exports, "reserve");
    define<release>(env, exports, "release");
    define<isAttached>(env, exports, "isAttached");
    define<setNotifierFunction>(env, exports, "setNotifier");
    define<shutDownAll>(env, exports, "shutDown");
    defineFetch(env, exports);
    defineProduce(env, exports);
    defineGroupCalls(env, exports);
    defineAdminCalls(env, exports);
    defineMockControls(env, exports);
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return exports;
}
