#!/bin/sh
# Runs the tests of the Kafka room on a companion built with AddressSanitizer. Linux, gcc. Ends with the exit code of the
# tests; a memory error ends it with 99. With KAFKA_BOOTSTRAP set the tests against a real broker are run as well.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
cxx=${CXX:-g++}
include=${NODE_INCLUDE:-}
for folder in "$(dirname "$(dirname "$(command -v node)")")/include/node" "${npm_config_nodedir:-/usr}/include/node"; do
  [ -n "$include" ] || [ ! -f "$folder/node_api.h" ] || include=$folder
done
[ -n "$include" ] || { echo "asan.sh: Node's headers were not found: set NODE_INCLUDE to the folder of node_api.h" >&2; exit 2; }

# A package of its own beside the sources: the companion is looked for where binding.gyp is.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$work/build/Release"
cp "$root/binding.gyp" "$root/package.json" "$root/jest.config.cjs" "$work/"
cp -R "$root/src" "$root/test" "$work/"
ln -s "$root/node_modules" "$work/node_modules"
[ ! -d "$root/.cache" ] || ln -s "$root/.cache" "$work/.cache"

"$cxx" -std=c++17 -O1 -g -fno-omit-frame-pointer -fsanitize=address -fPIC -shared -fvisibility=hidden \
  -DNAPI_VERSION=8 -DNODE_GYP_MODULE_NAME=companion -I"$include" \
  "$root"/native/*.cc -o "$work/build/Release/companion.node" -ldl -lpthread

# libstdc++ comes along so that exceptions are seen; V8 and OpenSSL never free some memory on purpose.
LD_PRELOAD="$("$cxx" -print-file-name=libasan.so) $("$cxx" -print-file-name=libstdc++.so.6)"
ASAN_OPTIONS="detect_leaks=0:exitcode=99:abort_on_error=0:handle_segv=1:detect_stack_use_after_return=1"
export LD_PRELOAD ASAN_OPTIONS

cd "$work"
node node_modules/jest/bin/jest.js --selectProjects unit --runInBand --testTimeout=60000 \
  --testPathPatterns 'test/(kafka/(native|rdkafka|embedded-kafka\.|refused|consumer-group)|cli/stuck-process-guard)'
if [ -n "${KAFKA_BOOTSTRAP:-}" ]; then
  node node_modules/jest/bin/jest.js --selectProjects integration --runInBand --testPathPatterns 'kafka-room-'
fi
