import { SourceRecord } from '../../../src/api/source-record';
import { SubmittedRecords } from '../../../src/runtime/source/submitted-records';

class Settled {
  readonly #sequences = new Set<number>();

  add(...sequences: number[]): void {
    for (const sequence of sequences) this.#sequences.add(sequence);
  }

  settledBelow(): number {
    let below = 0;
    while (this.#sequences.has(below)) below++;
    return below;
  }

  isSettled(sequence: number): boolean {
    return this.#sequences.has(sequence);
  }
}

function record(partition: string | null, position: number): SourceRecord {
  return new SourceRecord({
    topic: 't',
    sourcePartition: partition === null ? null : { file: partition },
    sourceOffset: { position },
  });
}

function setUp(records: SourceRecord[]) {
  const settled = new Settled();
  const submitted = new SubmittedRecords(settled);
  records.forEach((each, sequence) => submitted.submit(sequence, each));
  const positions = () =>
    [...submitted.committable().values()].map(([partition, offset]) => [partition?.file ?? null, offset?.position]);
  return { settled, submitted, positions };
}

describe('SubmittedRecords', () => {
  it('commits nothing while the first record is outstanding', () => {
    const { settled, positions } = setUp([record('a', 1), record('a', 2)]);
    settled.add(1);
    expect(positions()).toEqual([]);
  });

  it('commits the newest offset of the unbroken settled run', () => {
    const { settled, submitted, positions } = setUp([record('a', 1), record('a', 2), record('a', 3)]);
    settled.add(0, 1);
    expect(submitted.settle()).toBe(2);
    expect(positions()).toEqual([['a', 2]]);
    expect(submitted.outstanding).toBe(1);
  });

  it('does not let one source partition hold up another', () => {
    const { settled, submitted, positions } = setUp([record('a', 1), record('b', 1), record('b', 2), record('a', 2)]);
    settled.add(1, 2, 3);
    submitted.settle();
    expect(positions()).toEqual([['b', 2]]);
  });

  it('takes partitions with the same content for the same, whatever the order of their keys', () => {
    const first = new SourceRecord({ topic: 't', sourcePartition: { x: 1, y: 2 }, sourceOffset: { position: 1 } });
    const second = new SourceRecord({ topic: 't', sourcePartition: { y: 2, x: 1 }, sourceOffset: { position: 2 } });
    const { settled, positions } = setUp([first, second]);
    settled.add(1);
    expect(positions()).toEqual([]);
  });

  it('never commits a failed record nor what comes after it in its partition', () => {
    const { settled, submitted, positions } = setUp([record('a', 1), record('a', 2), record('b', 1), record('a', 3)]);
    settled.add(0, 1, 2, 3);
    submitted.fail(1);
    submitted.settle();
    expect(positions()).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('keeps a safe offset until it is forgotten, and a newer one beyond that', () => {
    const { settled, submitted, positions } = setUp([record('a', 1), record('a', 2)]);
    settled.add(0);
    submitted.settle();
    const taken = submitted.committable();
    settled.add(1);
    submitted.settle();
    submitted.forget(taken);
    expect(positions()).toEqual([['a', 2]]);
    submitted.forget(submitted.committable());
    expect(positions()).toEqual([]);
  });

  it('finds a record by its sequence number until it is settled', () => {
    const { settled, submitted } = setUp([record('a', 1), record('a', 2)]);
    settled.add(0);
    submitted.settle();
    expect(submitted.record(0)).toBeUndefined();
    expect(submitted.record(1)?.sourceOffset).toEqual({ position: 2 });
  });

  it('lets go of keys and values, unless whole records are wanted back', () => {
    const whole = new SourceRecord({ topic: 't', value: 'v', sourcePartition: { a: 1 }, sourceOffset: { b: 2 } });
    const frugal = new SubmittedRecords(new Settled());
    frugal.submit(7, whole);
    expect(frugal.record(7)).toMatchObject({
      topic: 't',
      value: null,
      sourcePartition: { a: 1 },
      sourceOffset: { b: 2 },
    });
    const keeping = new SubmittedRecords(new Settled(), true);
    keeping.submit(7, whole);
    expect(keeping.record(7)).toBe(whole);
  });

  it.each([0, 4_294_967_290, Number.MAX_SAFE_INTEGER - 300_000])(
    'stays right when very many are outstanding, and when none is any more, from sequence number %i on',
    (start) => {
      let below = start;
      const submitted = new SubmittedRecords({ settledBelow: () => below, isSettled: (sequence) => sequence < below });
      const positionOf = (sequence: number) => submitted.record(sequence)?.sourceOffset?.['position'];
      let next = start;
      for (const [sent, settled] of [
        [700, 650],
        [5000, 100],
        [70_000, 20_000],
        [10, 54_960],
        [3, 1],
      ] as const) {
        for (let count = 0; count < sent; count++, next++) submitted.submit(next, record('a', next));
        below += settled;
        expect(submitted.settle()).toBe(settled);
        expect(submitted.outstanding).toBe(next - below);
        expect([...submitted.committable().values()]).toEqual([[{ file: 'a' }, { position: below - 1 }]]);
        expect(positionOf(below - 1)).toBeUndefined();
        if (next > below) expect([positionOf(below), positionOf(next - 1)]).toEqual([below, next - 1]);
        expect(positionOf(next)).toBeUndefined();
      }
    },
  );

  it('stays right over a long run of records', () => {
    const { settled, submitted, positions } = setUp([]);
    for (let sequence = 0; sequence < 50_000; sequence++) {
      submitted.submit(sequence, record('a', sequence));
      settled.add(sequence);
      if (sequence % 1000 === 999) submitted.settle(sequence + 1);
    }
    expect(submitted.outstanding).toBe(0);
    expect(positions()).toEqual([['a', 49_999]]);
  });
});
