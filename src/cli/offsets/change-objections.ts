/** Owns what speaks against a change of offsets before it is made: refusals, and warnings. */
import { GroupNotEmptyError, UsageError } from '../../errors';
import { groupOf, ofType } from './carried-out-changes';
import { requireAgreementInAdvance } from './connector-agreement';
import type { Conversation } from '../conversation';
import type { ConnectorChanges } from './offset-changes';
import type { OffsetsSession } from './offsets-session';
import { readSinkOffset, requireNoMembers } from './sink-offsets';
import type { WantedOffset } from './source-offsets';

/** Rejects with GroupNotEmptyError where the group of a sink has members. */
export async function requireFreeGroups(session: OffsetsSession, changed: readonly ConnectorChanges[]): Promise<void> {
  for (const { target } of ofType(changed, 'sink')) {
    await requireNoMembers(await session.admin(target), groupOf(target));
  }
}

/**
 * Says all that would be refused at once, as far as it can be known without a change. Rejects with UsageError where a connector refuses,
 * else with GroupNotEmptyError.
 */
export async function requireChangeable(
  session: OffsetsSession,
  changed: readonly ConnectorChanges[],
  talk: Conversation,
): Promise<void> {
  const refusals: Error[] = [];
  const collect = async (check: () => Promise<void>) => {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof GroupNotEmptyError)) throw error;
      refusals.push(error);
    }
  };
  for (const entry of changed) {
    await collect(async () => {
      if (await requireAgreementInAdvance(session, entry)) return;
      talk.say(`Whether ${entry.target.name} agrees is not known: it is only asked where its offsets change`);
    });
    await collect(() => requireFreeGroups(session, [entry]));
  }
  if (refusals.length === 0) return;
  talk.say('This would be refused. Nothing was changed');
  const message = refusals.map((refusal) => refusal.message).join('\n');
  // What may be tried again later does not matter where something else never will do.
  throw refusals.some((refusal) => refusal instanceof UsageError)
    ? new UsageError(message)
    : new GroupNotEmptyError(message);
}

/** An offset behind the end is where the sink would not stay: it goes by auto.offset.reset then. */
export async function warningsOf(session: OffsetsSession, all: readonly ConnectorChanges[]): Promise<string[]> {
  const warnings: string[] = [];
  for (const { target, changes } of all.filter((entry) => entry.target.type === 'sink')) {
    const wanted = changes
      .filter(({ after }) => after !== null)
      .map(({ partition, after }) => readSinkOffset({ partition, offset: after } satisfies WantedOffset, target.name));
    const ends = await (await session.admin(target)).endOffsets(wanted.map(([partition]) => partition));
    for (const [partition, offset] of wanted) {
      const end = ends.get(partition);
      if (offset === null || end === undefined || offset <= end) continue;
      warnings.push(
        `${target.name}: ${offset} is past the end of ${partition.topic}:${partition.partition}, which is ${end}: ` +
          'the sink would go on by auto.offset.reset',
      );
    }
  }
  return warnings;
}
