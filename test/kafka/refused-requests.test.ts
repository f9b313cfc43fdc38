import type { NativeBlock, NativeCompanion } from '../../src/kafka/native-companion';
import { PackedBatch, PackedRows } from '../../src/kafka/packed-batch';
import { ProduceBlock, ROW, ROW_INTS } from '../../src/kafka/produce-block';
import { RefusedRequests } from '../../src/kafka/refused-requests';

const PURGED = -152;
const TOO_LARGE = 10;

/** A broker that refuses a whole request when one of its records is among `tooLarge`; a producer with all in one request. */
class FakeNative {
  readonly log: string[] = [];
  readonly delivered: number[] = [];
  readonly failed: number[] = [];
  queue: number[] = [];
  waiting: number[] = [];
  tooLarge = new Set<number>();
  readonly #returned: [number, number][] = [];
  #settlesRefused = false;
  #keepsPurged = false;

  settleRefused(_id: number, settles: boolean): void {
    this.#settlesRefused = settles;
  }

  purgeQueued(): void {
    this.#keepsPurged = true;
    this.#returned.push(...this.waiting.splice(0).map((sequence): [number, number] => [sequence, PURGED]));
  }

  keepPurged(_id: number, keeps: boolean): void {
    this.#keepsPurged = keeps;
  }

  produce(...args: Parameters<NativeCompanion['produce']>): number {
    const [, rows, data, topics, from, to] = args;
    const copy = (buffer: Buffer) => new Uint8Array(buffer).buffer;
    const packed = new PackedRows({ count: to, rows: copy(rows), data: copy(data), topics, runs: [] });
    const batch = new PackedBatch(packed, from, to - from);
    for (let index = 0; index < batch.size; index++) this.queue.push(batch.offset(index));
    return to - from;
  }

  flush(): Promise<boolean> {
    const request = this.queue.splice(0);
    if (request.length > 0) this.log.push(request.join(' '));
    const isRefused = request.some((sequence) => this.tooLarge.has(sequence));
    if (!isRefused) this.delivered.push(...request);
    else if (this.#settlesRefused) this.failed.push(...request);
    else this.#returned.push(...request.map((sequence): [number, number] => [sequence, TOO_LARGE]));
    return Promise.resolve(true);
  }

  takeReturned(): NativeBlock | null {
    const returned = this.#returned.splice(0);
    if (returned.length === 0) return null;
    const block = new ProduceBlock();
    const empty = { partition: 0, key: null, value: null, timestamp: null, headers: null };
    for (const [sequence] of returned) block.append({ topic: 't', ...empty }, sequence);
    const rows = new Uint8Array(block.rows).buffer;
    const ints = new Int32Array(rows);
    returned.forEach(([, code], row) => (ints[row * ROW_INTS + ROW.timestampType] = code));
    return { count: returned.length, rows, data: new ArrayBuffer(0), topics: ['t'], runs: [] };
  }

  get keepsPurged(): boolean {
    return this.#keepsPurged;
  }
}

let native: FakeNative;
jest.mock('../../src/kafka/native-companion', () => ({ companion: () => native }));

describe('RefusedRequests', () => {
  const errors: string[] = [];
  let requests: RefusedRequests;

  beforeEach(() => {
    native = new FakeNative();
    requests = new RefusedRequests(1, (message) => errors.push(message));
  });

  async function refuse(request: readonly number[]): Promise<void> {
    native.queue = [...request];
    await native.flush();
    native.log.length = 0;
    requests.sendAgain();
    await requests.idle();
  }

  it('fails the record that is too large and delivers its neighbours in their order', async () => {
    native.tooLarge = new Set([3]);
    await refuse([0, 1, 2, 3, 4, 5, 6]);
    expect([native.failed, native.delivered]).toEqual([[3], [0, 1, 2, 4, 5, 6]]);
  });

  it('fails several, each for itself', async () => {
    native.tooLarge = new Set([0, 5, 6]);
    await refuse([0, 1, 2, 3, 4, 5, 6, 7]);
    expect([native.failed, native.delivered]).toEqual([
      [0, 5, 6],
      [1, 2, 3, 4, 7],
    ]);
  });

  it('sends what waited behind a refused request after it', async () => {
    native.tooLarge = new Set([1]);
    native.waiting = [4, 5];
    await refuse([0, 1, 2, 3]);
    await native.flush();
    expect([native.failed, native.delivered]).toEqual([[1], [0, 2, 3, 4, 5]]);
    expect(native.keepsPurged).toBe(false);
  });

  it('needs few requests to find one record among many', async () => {
    native.tooLarge = new Set([700]);
    await refuse(Array.from({ length: 1000 }, (_, index) => index));
    expect(native.delivered).toHaveLength(999);
    expect(native.log.length).toBeLessThan(25);
  });

  it('is busy until all is sent, so that nothing overtakes', async () => {
    native.queue = [0, 1];
    native.tooLarge = new Set([0]);
    await native.flush();
    expect(requests.isBusy).toBe(false);
    requests.sendAgain();
    expect(requests.isBusy).toBe(true);
    await requests.idle();
    expect(requests.isBusy).toBe(false);
  });

  it('gives up with a word when the producer is closed meanwhile', async () => {
    native.tooLarge = new Set([0]);
    native.produce = () => {
      throw new Error('the producer is closed');
    };
    await refuse([0, 1]);
    expect(errors).toEqual([expect.stringContaining('the producer is closed')]);
    expect(requests.isBusy).toBe(false);
  });

  it('does nothing when nothing came back', () => {
    requests.sendAgain();
    expect(requests.isBusy).toBe(false);
  });
});
