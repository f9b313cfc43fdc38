/**
 * Owns a program whose event loop is held by a call of a task, under the guard of the worker's signals. Arguments: the format of
 * its lines; what it does: `hold`, `wait` (for a promise before it holds the loop), `end` (without a signal), `work` in pieces,
 * or `release`; the deadline in milliseconds.
 */
import { StopSignals } from '../../src/cli/signals';
import { STUCK_MARGIN_MS, StuckProcessGuard } from '../../src/cli/stuck-process-guard';
import { companion } from '../../src/kafka/native-companion';
import { createLogger, type LogFormat } from '../../src/logger';
import { EventLoop } from '../../src/runtime/event-loop';

const [format = 'pretty', action = 'hold', deadline = '300'] = process.argv.slice(2);
const output = { format: format as LogFormat };
const log = createLogger(output);
const loop = new EventLoop();
const signals = new StopSignals(log);
const guard = new StuckProcessGuard({ native: companion(), loop, output, received: 0 });
const holder = loop.holder({ connector: 'a "sink"', task: 3 }, log);

function holdFor(ms: number): void {
  for (const end = Date.now() + ms; Date.now() < end;);
}

async function main(): Promise<void> {
  signals.useGuard(guard);
  guard.setGrace(Number(deadline) - STUCK_MARGIN_MS);
  process.stdout.write('ready\n');
  if (action === 'hold') holder.run('put', () => holdFor(60_000));
  if (action === 'wait') await holder.run('poll', () => new Promise((resolve) => setImmediate(resolve)));
  if (action === 'wait') holdFor(60_000);
  if (action === 'end') guard.expectEnd(100);
  if (action === 'end') holder.run('stop', () => holdFor(60_000));
  await signals.received();
  // Longer than the deadline, but never for that long at once.
  if (action === 'work') for (let piece = 0; piece < 10; piece++) await worked();
  signals.release();
  if (action === 'release') holdFor(1000);
  process.exitCode = 7;
}

async function worked(): Promise<void> {
  holder.run('put', () => holdFor(Number(deadline) / 4));
  await new Promise((resolve) => setTimeout(resolve, Number(deadline) / 4));
}

void main();
