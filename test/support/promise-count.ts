/** Owns the count of promises that a piece of work makes. */
import { createHook } from 'node:async_hooks';

/** How many promises are made while `work` runs. */
export function countPromises(work: () => void): number {
  let count = 0;
  const hook = createHook({ init: (_id, type) => void (count += type === 'PROMISE' ? 1 : 0) }).enable();
  try {
    work();
  } finally {
    hook.disable();
  }
  return count;
}
