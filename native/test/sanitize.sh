#!/bin/sh
# Runs the tests of the Kafka room on a companion built with sanitizers: `address` (memory and undefined behaviour),
# `thread` (races and lock orders), or both at once when none is named. Linux, gcc. Ends with the exit code of the tests; 99
# when a sanitizer has found something. With KAFKA_BOOTSTRAP set the tests against a real broker are run as well.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
kind=${1:-both}
cxx=${CXX:-g++}
TESTS='test/(kafka/(native|rdkafka|embedded-kafka\.|refused|consumer-group)|cli/stuck-process-guard)'

if [ "$kind" = both ]; then
  output=$(mktemp)
  trap 'rm -f "$output"' EXIT
  "$0" thread >"$output" 2>&1 &
  status=0
  "$0" address || status=$?
  wait $! || status=$?
  cat "$output"
  exit "$status"
fi

case $kind in
  address) flags='-fsanitize=address,undefined -fno-sanitize-recover=all' defects='useAfterFree overflow misalign' ;;
  thread) flags='-fsanitize=thread' defects='race lockOrder' ;;
  *) echo 'Usage: sanitize.sh [address|thread]' >&2; exit 2 ;;
esac

include=${NODE_INCLUDE:-}
for folder in "$(dirname "$(dirname "$(command -v node)")")/include/node" "${npm_config_nodedir:-/usr}/include/node"; do
  [ -n "$include" ] || [ ! -f "$folder/node_api.h" ] || include=$folder
done
[ -n "$include" ] || { echo "sanitize.sh: Node's headers were not found: set NODE_INCLUDE to the folder of node_api.h" >&2; exit 2; }

# A package of its own beside the sources: the companion is looked for where binding.gyp is.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$work/build/Release" "$work/reports"
cp "$root/binding.gyp" "$root/package.json" "$root/jest.config.cjs" "$work/"
cp -R "$root/src" "$root/test" "$work/"
ln -s "$root/node_modules" "$work/node_modules"
[ ! -d "$root/.cache" ] || ln -s "$root/.cache" "$work/.cache"

# Built once for each state of the sources.
build() {
  objects=$work/objects
  mkdir -p "$objects" "$1"
  compile="$cxx -std=c++17 -O1 -g -fno-omit-frame-pointer $flags -fPIC -fvisibility=hidden -DNAPI_VERSION=8 -DNODE_GYP_MODULE_NAME=companion -I$include -c"
  ls "$root"/native/*.cc "$root"/native/test/planted_defects.cc |
    xargs -P "$(getconf _NPROCESSORS_ONLN)" -I{} sh -c "$compile \"\$1\" -o \"$objects/\$(basename \"\$1\").o\"" - {}
  # shellcheck disable=SC2086
  "$cxx" $flags -shared "$objects/planted_defects.cc.o" -o "$1/planted_defects.node" -lpthread
  rm "$objects/planted_defects.cc.o"
  "${CC:-gcc}" -D_GNU_SOURCE -O1 -g -Wall -fPIC -shared "$root/native/test/c11_threads.c" -o "$1/c11_threads.so" -ldl -lpthread
  # shellcheck disable=SC2086
  "$cxx" $flags -shared "$objects"/*.o -o "$work/companion.node" -ldl -lpthread
  mv "$work/companion.node" "$1/companion.node"
}
state=$(cat "$0" "$root"/native/*.cc "$root"/native/*.h "$root"/native/test/*.c* | sha256sum | cut -c1-16)
built=$root/.cache/sanitized/$kind-$state
if [ ! -f "$built/companion.node" ]; then
  rm -rf "$root/.cache/sanitized/$kind"-*
  build "$built"
fi
cp "$built/companion.node" "$work/build/Release/"

# Processes that tests start are judged as well: by what they write here, whatever becomes of their exit codes. Undefined
# behaviour goes to standard error and ends a process at once, which no test takes for success.
common="log_path=$work/reports/$kind:exitcode=99"
if [ "$kind" = address ]; then
  # libstdc++ comes along so that exceptions are seen; V8 and OpenSSL never free some memory on purpose.
  preload="$("$cxx" -print-file-name=libasan.so) $("$cxx" -print-file-name=libstdc++.so.6)"
  export ASAN_OPTIONS="$common:detect_leaks=0:abort_on_error=0:handle_segv=1:detect_stack_use_after_return=1"
  export UBSAN_OPTIONS="exitcode=99:print_stacktrace=1"
  run=
else
  preload="$built/c11_threads.so $("$cxx" -print-file-name=libtsan.so)"
  export TSAN_OPTIONS="$common:suppressions=$root/native/test/tsan.supp:report_signal_unsafe=0:second_deadlock_stack=1"
  # Its map of the memory leaves no room for addresses that are spread widely.
  run=
  ! setarch -R true 2>/dev/null || run='setarch -R'
fi

sanitized() {
  # shellcheck disable=SC2086
  LD_PRELOAD="$preload" $run "$@"
}

# A sanitizer that sees nothing would pass everything.
for defect in $defects; do
  found=0
  sanitized node -e "require('$built/planted_defects.node').$defect()" 2>/dev/null || found=$?
  [ "$found" = 99 ] || { echo "sanitize.sh: the planted defect '$defect' was not found (exit code $found)" >&2; exit 1; }
  rm -f "$work/reports"/*
done

cd "$work"
status=0
sanitized node node_modules/jest/bin/jest.js --selectProjects unit --maxWorkers=2 --testTimeout=60000 --testPathPatterns "$TESTS" || status=$?
if [ -n "${KAFKA_BOOTSTRAP:-}" ]; then
  sanitized node node_modules/jest/bin/jest.js --selectProjects integration --runInBand --testPathPatterns 'kafka-room-' || status=$?
fi
if [ -n "$(ls reports)" ]; then
  cat reports/*
  status=99
fi
exit "$status"
