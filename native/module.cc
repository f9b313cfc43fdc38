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

// named(name): the number of a client whose configuration has none, by the name that librdkafka gave it
napi_value named(napi_env env, const Arguments& arguments) {
  return number(env, static_cast<double>(findClientNamed(arguments.text(0))->id));
}

// abandon(id): ends what waits for the client
napi_value abandon(napi_env env, const Arguments& arguments) {
  auto client = findClient(arguments.integer(0));
  client->abandon();
  client->wake();
  return undefined(env);
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
    limitArenas();
    define<reserve>(env, exports, "reserve");
    define<release>(env, exports, "release");
    define<isAttached>(env, exports, "isAttached");
    define<named>(env, exports, "named");
    define<abandon>(env, exports, "abandon");
    define<setNotifierFunction>(env, exports, "setNotifier");
    define<shutDownAll>(env, exports, "shutDown");
    defineFetch(env, exports);
    defineProduce(env, exports);
    defineGroupCalls(env, exports);
    defineAdminCalls(env, exports);
    defineMockControls(env, exports);
    defineStuckProcessGuard(env, exports);
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return exports;
}
