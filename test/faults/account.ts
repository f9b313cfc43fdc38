/** Owns the account of a round: what went in, what came out, what is missing, what came again and why. */

/** What was committed when a fault struck, and how much had been written until then. */
export interface Struck {
  /** Lines before the stored position of the source. */
  readonly sourceLine: number;
  /** The sink's committed offset. */
  readonly groupOffset: number;
  /** Lines in the sink's file. */
  readonly written: number;
}

/** Everything that a round has left behind. Records are known by their number, counted from 0. */
export interface Evidence {
  /** How many records went in. */
  readonly count: number;
  /** Records in the topic, in order of their offsets. */
  readonly topic: readonly number[];
  /** Records that the sink has written, in their order. */
  readonly output: readonly number[];
  /** Records in the dead-letter queue. */
  readonly dead: readonly number[];
  /** Whether a record belongs into the dead-letter queue. */
  readonly isBad?: (record: number) => boolean;
  /** Records that were in a topic that somebody has deleted: they may be gone, or come again. */
  readonly deleted?: ReadonlySet<number>;
  readonly struck: readonly Struck[];
  /** Offsets of records that the sink's task has had and refused: they come again without a restart. From, and below. */
  readonly refused: readonly (readonly [number, number])[];
}

/** The outcome. */
export interface Account {
  readonly records: number;
  readonly lost: readonly number[];
  /** Records that came again, in the topic, in the file and in the dead-letter queue. */
  readonly duplicated: number;
  /** Those among them that had been committed before the fault, and records that nobody put in. */
  readonly unexplained: readonly number[];
  /** The first record that arrived before one that went in before it. */
  readonly disordered: number | undefined;
}

/** Draws the account. */
export function accountFor(evidence: Evidence): Account {
  const inTopic = repeatedInTopic(evidence);
  const repeated = repeatedBehindTopic(evidence);
  return {
    records: evidence.count,
    lost: lostRecords(evidence),
    duplicated: inTopic.duplicated + repeated.duplicated,
    unexplained: [...inTopic.unexplained, ...repeated.unexplained],
    disordered: firstDisordered(evidence.topic, evidence) ?? firstDisordered(evidence.output, evidence),
  };
}

function lostRecords({ count, topic, output, dead, isBad, deleted }: Evidence): number[] {
  const [inTopic, written, buried] = [new Set(topic), new Set(output), new Set(dead)];
  const lost: number[] = [];
  for (let record = 0; record < count; record++) {
    const mayBeGone = deleted?.has(record) === true && !inTopic.has(record);
    const hasArrived = isBad?.(record) === true ? buried.has(record) : written.has(record);
    if (!mayBeGone && !(inTopic.has(record) && hasArrived)) lost.push(record);
  }
  return lost;
}

interface Repeats {
  duplicated: number;
  readonly unexplained: number[];
}

/** A source repeats what lay after its stored position, nothing else. */
function repeatedInTopic({ topic, count, struck, deleted }: Evidence): Repeats {
  const earliest = Math.min(...struck.map(({ sourceLine }) => sourceLine));
  const seen = new Set<number>(deleted ?? []);
  const repeats: Repeats = { duplicated: 0, unexplained: [] };
  for (const record of topic) {
    const isRepeated = seen.has(record);
    if (isRepeated) repeats.duplicated++;
    if (record >= count || (isRepeated && record < earliest)) repeats.unexplained.push(record);
    seen.add(record);
  }
  return repeats;
}

/** A sink repeats what lay after its committed offset when it was struck, or what its task had refused. */
function repeatedBehindTopic(evidence: Evidence): Repeats {
  const { topic, output, dead, count } = evidence;
  const repeats: Repeats = { duplicated: 0, unexplained: [] };
  const lastOffset = new Map(topic.map((record, offset) => [record, offset]));
  for (const records of [output, dead]) {
    const due = new Map<number, number>();
    for (const record of topic) due.set(record, (due.get(record) ?? 0) + 1);
    records.forEach((record, position) => {
      const left = due.get(record) ?? 0;
      due.set(record, left - 1);
      if (left > 0) return;
      const isExplained = mayComeAgain(evidence, lastOffset.get(record), records === output ? position : undefined);
      if (record < count) repeats.duplicated++;
      if (record >= count || !isExplained) repeats.unexplained.push(record);
    });
  }
  return repeats;
}

function mayComeAgain(evidence: Evidence, offset: number | undefined, position: number | undefined): boolean {
  if (offset === undefined) return evidence.deleted !== undefined;
  if (evidence.deleted !== undefined) return true;
  if (evidence.refused.some(([from, below]) => offset >= from && offset < below)) return true;
  const before = evidence.struck.filter(({ written }) => position === undefined || written <= position);
  const committed = position === undefined ? Math.min(...before.map(groupOffset)) : before.map(groupOffset).at(-1);
  return committed !== undefined && offset >= committed;
}

function groupOffset(struck: Struck): number {
  return struck.groupOffset;
}

/** Where a topic was deleted under its readers there is no order to keep. */
function firstDisordered(records: readonly number[], { deleted }: Evidence): number | undefined {
  if (deleted !== undefined) return undefined;
  const firsts = [...new Set(records)];
  return firsts.find((record, index) => index > 0 && record < (firsts[index - 1] ?? 0));
}
