#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { keepHeapSmall } from '../src/cli/heap-size.js';

// Each pending fetch holds a libuv thread; the pool's size is read when the first of them is used, before anything loads.
process.env.UV_THREADPOOL_SIZE ??= '64';
// From Node 22 on: what was compiled once is kept for the next start.
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();
keepHeapSmall([...process.execArgv, process.env.NODE_OPTIONS ?? '']);

void import('../src/cli/program.js').then(({ main }) => main(process.argv));
