// Owns the list of what each file adds to the module's exports.
#pragma once

#include <node_api.h>

namespace companion {

void defineFetch(napi_env env, napi_value exports);
void defineProduce(napi_env env, napi_value exports);
void defineGroupCalls(napi_env env, napi_value exports);
void defineAdminCalls(napi_env env, napi_value exports);
void defineMockControls(napi_env env, napi_value exports);
void defineStuckProcessGuard(napi_env env, napi_value exports);

// Call it before threads come that allocate much.
void limitArenas();

}  // namespace companion
