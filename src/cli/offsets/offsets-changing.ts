/** Owns the actions of `offsets` that change something: `set`, `reset`, `import`. */
import { UsageError } from '../../errors';
import { EXIT_CODES } from '../exit-code';
import type { Conversation } from '../conversation';
import { exportedTargets, type ExportedTarget } from './exported-targets';
import { carryOut, cautionOf } from './carried-out-changes';
import { requireChangeable, requireFreeGroups, warningsOf } from './change-objections';
import { changesTo, type ConnectorChanges } from './offset-changes';
import { readExportFile } from './offsets-export';
import { runOffsets, withSession, type OffsetsOptions } from './offsets-call';
import type { OffsetsSession } from './offsets-session';
import { changesText } from './offsets-table';
import { readSinkOffset, requirePartitions } from './sink-offsets';
import { pairArguments, typeByPartition, wantedOfSink, wantedOfSource, type WantedArguments } from './wanted-arguments';

/** Options of every action that changes something. */
export interface ChangeOptions extends OffsetsOptions {
  /** Do not ask. */
  readonly yes?: boolean;
  /** Show what would change, and change nothing. */
  readonly dryRun?: boolean;
}

/** Sets offsets of one connector. Gives the exit code. */
export function setOffsets(
  worker: string,
  connector: string | undefined,
  options: ChangeOptions & Partial<WantedArguments>,
): Promise<number> {
  const args: WantedArguments = { partition: options.partition ?? [], offset: options.offset ?? [] };
  const connectors = connector === undefined ? [] : [connector];
  return changing({ worker, connectors }, options, async (session) => {
    const [[first = '']] = [pairArguments(args)[0] ?? []];
    const [target, ...others] = session.named;
    if (target === undefined || others.length > 0) throw new UsageError('Offsets are set for one connector: name it');
    const known = (await session.know(target)) ?? { ...target, type: typeByPartition(first) };
    const wanted = known.type === 'sink' ? await wantedOfSink(await session.admin(known), args) : wantedOfSource(args);
    return [changesTo(await session.read(known), wanted, { isWhole: false })];
  });
}

/** Removes all offsets of connectors. Gives the exit code. */
export function resetOffsets(worker: string, connectors: readonly string[], options: ChangeOptions): Promise<number> {
  return changing({ worker, connectors }, options, async (session) => {
    if (session.named.length === 0)
      throw new UsageError('Name the connectors whose offsets are to be removed, or their files');
    const all: ConnectorChanges[] = [];
    for (const target of session.named) {
      all.push(changesTo(await session.read(await session.require(target)), [], { isWhole: true }));
    }
    return all;
  });
}

/** Puts the offsets of an export in the place of those that are there. Gives the exit code. */
export function importOffsets(
  {
    worker,
    file,
    connectors,
  }: { readonly worker: string; readonly file: string; readonly connectors: readonly string[] },
  options: ChangeOptions & { readonly replace?: boolean },
): Promise<number> {
  return changing({ worker, connectors }, options, async (session) => {
    const exports = await readExportFile(file);
    const found = exportedTargets(session, exports, { isNarrowed: connectors.length > 0 });
    await requireAllPartitions(session, found);
    const all: ConnectorChanges[] = [];
    for (const { target, exported } of found) {
      all.push(changesTo(await session.read(target), exported.offsets, { isWhole: options.replace === true }));
    }
    return all;
  });
}

/** Says all that Kafka does not have at once. */
async function requireAllPartitions(session: OffsetsSession, found: readonly ExportedTarget[]): Promise<void> {
  const complaints: string[] = [];
  for (const { target, exported } of found) {
    if (target.type !== 'sink') continue;
    const wanted = exported.offsets
      .filter(({ offset }) => offset !== null)
      .map((pair) => {
        const what = `${target.name} in the export`;
        return { partition: readSinkOffset(pair, what)[0], what };
      });
    try {
      await requirePartitions(await session.admin(target), wanted);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      complaints.push(error.message);
    }
  }
  if (complaints.length > 0) throw new UsageError(complaints.join('\n'));
}

type Preparation = (session: OffsetsSession) => Promise<readonly ConnectorChanges[]>;

/** Finds out what is to change, shows it, asks, and does it. */
function changing(
  request: { readonly worker: string; readonly connectors: readonly string[] },
  options: ChangeOptions,
  prepare: Preparation,
): Promise<number> {
  return runOffsets(options, async (talk) => {
    if (options.yes !== true && options.dryRun !== true && !talk.canAsk) {
      throw new UsageError(
        'Nobody can be asked here: --yes changes offsets without a question, --dry-run shows what would change',
      );
    }
    return withSession({ ...request, isChange: true }, options, async (session) => {
      await session.lockOutWorkers();
      const all = await prepare(session);
      talk.print(changesText(all, { isTerminal: talk.isTerminal, json: options.json === true }));
      return settle(session, all, { options, talk });
    });
  });
}

async function settle(
  session: OffsetsSession,
  all: readonly ConnectorChanges[],
  { options, talk }: { readonly options: ChangeOptions; readonly talk: Conversation },
): Promise<number> {
  const changed = all.filter(({ changes }) => changes.length > 0);
  if (changed.length === 0) {
    talk.say('Nothing changes: the offsets are so already');
    return EXIT_CODES.DONE;
  }
  for (const warning of await warningsOf(session, changed)) talk.say(warning);
  const what = changed
    .map(({ target, where, changes }) => `${countText(changes.length)} of ${target.name} ${where}`)
    .join(', ');
  const caution = cautionOf(session, changed);
  const willAsk = options.yes !== true && options.dryRun !== true;
  if (caution !== undefined && !willAsk) talk.say(caution);
  if (options.dryRun === true) {
    await requireChangeable(session, changed, talk);
    talk.say(`Would change ${what}. Nothing was changed`);
    return EXIT_CODES.DONE;
  }
  await requireFreeGroups(session, changed);
  const question = [...(caution === undefined ? [] : [`${caution}.\n`]), `Change ${what}?`].join('');
  if (willAsk && !(await talk.ask(question))) {
    talk.say('Nothing was changed');
    return EXIT_CODES.USAGE;
  }
  await carryOut(session, changed);
  talk.say(`Changed ${what}`);
  return EXIT_CODES.DONE;
}

function countText(count: number): string {
  return count === 1 ? '1 offset' : `${count} offsets`;
}
