#!/usr/bin/env node
// Each pending fetch holds a libuv thread; the pool's size is read when the first of them is used, before anything loads.
process.env.UV_THREADPOOL_SIZE ??= '64';

void import('../src/cli/program.js').then(({ main }) => main(process.argv));
