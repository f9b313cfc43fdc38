/** Owns what a consumer's settings are whatever its connector asks for. */
import type { ClientOptions } from './clients';

/** Commits come from the runtime alone: what is fetched ahead must never be committed by itself. */
export function withOwnCommits(options: ClientOptions): ClientOptions {
  const { 'enable.auto.commit': autoCommit, ...properties } = options.properties;
  if (autoCommit?.trim().toLowerCase() === 'true') {
    const message = 'enable.auto.commit=true is ignored: offsets are committed when the task has delivered the records';
    options.onEvent?.({ level: 'warn', message });
  }
  return {
    ...options,
    properties: { ...properties, 'enable.auto.commit': 'false', 'enable.partition.eof': 'true' },
  };
}
