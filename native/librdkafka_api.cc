// Owns the search for librdkafka's functions in the running process.
#include "librdkafka_api.h"

#include <dlfcn.h>
#include <mutex>

namespace librdkafka {
namespace {

Api functions;
bool isLoaded = false;
std::mutex loading;

}  // namespace

std::string load(const void* address) {
  std::lock_guard<std::mutex> lock(loading);
  if (isLoaded) return "";

  Dl_info library;
  if (dladdr(address, &library) == 0 || library.dli_fname == nullptr) return "librdkafka was not found in the process";
  void* handle = dlopen(library.dli_fname, RTLD_NOW | RTLD_NOLOAD);
  if (handle == nullptr) return std::string("librdkafka cannot be opened: ") + library.dli_fname;

  // The handle is kept open on purpose: the addresses must stay valid for the life of the process.
  std::string missing;
#define FIND(result, name, arguments)                                            \
  functions.name = reinterpret_cast<result(*) arguments>(dlsym(handle, #name)); \
  if (functions.name == nullptr && missing.empty()) missing = #name;
  LIBRDKAFKA_FUNCTIONS(FIND)
#undef FIND

  if (!missing.empty()) return std::string("librdkafka in ") + library.dli_fname + " is too old: it has no " + missing;
  isLoaded = true;
  return "";
}

const Api& api() { return functions; }

}  // namespace librdkafka
