/** Owns the check whether the addresses for REST requests can be bound. */
import { asError, ConfigError } from '../errors';
import type { Logger } from '../logger';
import type { FileFindings } from './findings';
import type { CheckedWorker } from './worker-check';
import { createRestServer } from './worker-rest';

/** Binds the listeners and lets go of them again. Complains of one that cannot be bound. */
export async function checkListeners(findings: FileFindings, worker: CheckedWorker, log: Logger): Promise<void> {
  if (worker.config === undefined || findings.hasError('listeners')) return;
  try {
    const server = createRestServer(worker.config, worker.props, log);
    try {
      await server.open();
    } finally {
      await server.close();
    }
  } catch (thrown) {
    // What is wrong with the settings themselves is said already.
    if (thrown instanceof ConfigError) return;
    findings.add({
      kind: 'listener',
      key: 'listeners',
      message: asError(thrown).message,
      remedy: 'Give listeners a free port, or start with --no-rest',
    });
  }
}
