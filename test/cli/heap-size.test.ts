import { execFileSync } from 'node:child_process';
import { keepHeapSmall, type Heap } from '../../src/cli/heap-size';

const MB = 1024 * 1024;

/** A young space that doubles, or grows by the factor it was given, each second time that its size is asked for. */
class GrowingHeap implements Heap {
  readonly flags: string[] = [];
  bytes = MB;
  busy = 0;
  grows = true;
  #looks = 0;

  setFlag(flag: string): void {
    this.flags.push(flag);
  }

  youngBytes(): number {
    const factor = Number(/growth-factor=(\d+)$/.exec(this.flags.at(-1) ?? '')?.[1] ?? 1);
    if (this.grows && ++this.#looks % 2 === 0) this.bytes *= factor;
    return this.bytes;
  }

  busyShare(): number {
    return this.busy;
  }
}

describe('keepHeapSmall', () => {
  let heap: GrowingHeap;

  beforeEach(() => {
    jest.useFakeTimers();
    heap = new GrowingHeap();
  });
  afterEach(() => jest.useRealTimers());

  it('lets the young space grow to 8 MB and no further', () => {
    keepHeapSmall([], heap);
    expect(heap.bytes).toBe(8 * MB);
    expect(heap.flags.at(-1)).toBe('--semi-space-growth-factor=1');
  });

  it('gives up where the space does not grow, and still keeps it as it is', () => {
    heap.grows = false;
    keepHeapSmall([], heap);
    expect(heap.bytes).toBe(MB);
    expect(heap.flags.at(-1)).toBe('--semi-space-growth-factor=1');
  });

  it('gives back to a busy process what an idle one has lost', () => {
    keepHeapSmall([], heap);
    heap.bytes = MB;
    jest.advanceTimersByTime(5000);
    expect(heap.bytes).toBe(MB);
    heap.busy = 0.9;
    jest.advanceTimersByTime(1000);
    expect(heap.bytes).toBe(8 * MB);
  });

  it('looks at large enough a space without a change', () => {
    keepHeapSmall([], heap);
    const { length } = heap.flags;
    heap.busy = 1;
    jest.advanceTimersByTime(5000);
    expect(heap.flags).toHaveLength(length);
  });

  it.each([
    '--max-semi-space-size=32',
    '--max_semi_space_size=32',
    '--inspect --semi-space-growth-factor=2',
    '--heap-growing-percent=10',
    '--optimize-for-size',
  ])('leaves all to who starts Node with %s', (option) => {
    keepHeapSmall(['--no-warnings', option], heap);
    expect(heap.flags).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('holds for V8 itself under load: what it has by then it keeps, and no more', () => {
    const args = ['-e', UNDER_LOAD, require.resolve('jiti'), require.resolve('../../src/cli/heap-size')];
    const [before, after] = execFileSync(process.execPath, args, { encoding: 'utf8' }).split(' ').map(Number);
    expect(before).toBeGreaterThanOrEqual(8 * MB);
    expect(before).toBeLessThan(32 * MB);
    expect(after).toBe(before);
  });
});

/** Prints the size of the young space before and after a flood of objects of which many survive. */
const UNDER_LOAD = `
const [, jiti, file] = process.argv;
const spaces = () => require('node:v8').getHeapSpaceStatistics();
const bytes = () => spaces().find((space) => space.space_name === 'new_space').space_size;
require(jiti).createJiti(file)(file).keepHeapSmall([]);
const before = bytes();
const kept = [];
for (let count = 0; count < 2e6; count++) kept[count % 20000] = [count];
console.log(before + ' ' + bytes());
`;
