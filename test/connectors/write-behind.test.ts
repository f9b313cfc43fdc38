import { WriteBehind } from '../../src/connectors/write-behind';
import { settle } from '../support/fake-clock';

/** Writes that end when the test says so. */
function setUp() {
  const written: string[] = [];
  const ends: { done: () => void; fail: (error: Error) => void }[] = [];
  const behind = new WriteBehind((bytes) => {
    written.push(bytes.toString());
    return new Promise((done, fail) => ends.push({ done, fail }));
  });
  const put = (text: string) => {
    behind.gather((lines) => lines.add(text));
    return behind.send();
  };
  const end = async (error?: Error) => {
    const next = ends.shift();
    if (error === undefined) next?.done();
    else next?.fail(error);
    await settle();
  };
  return { behind, written, put, end };
}

async function isPending(promise: Promise<unknown> | undefined): Promise<boolean> {
  const mark = Symbol('pending');
  await settle();
  return (await Promise.race([promise, Promise.resolve(mark)])) === mark;
}

const batch = (letter: string, kilobytes = 20) => letter.repeat(kilobytes * 1024);

describe('WriteBehind', () => {
  it('lets the next batches come while one is being written, and writes them together after it', async () => {
    const { written, put, end, behind } = setUp();
    expect([put(batch('a')), put(batch('b')), put(batch('c'))]).toEqual([undefined, undefined, undefined]);
    expect(written).toEqual([batch('a')]);
    await end();
    expect(written).toEqual([batch('a'), batch('b') + batch('c')]);
    const settled = behind.settled();
    expect(await isPending(settled)).toBe(true);
    await end();
    await expect(settled).resolves.toBeUndefined();
  });

  it('waits until a small batch is written', async () => {
    const { put, end } = setUp();
    const first = put('small');
    expect(await isPending(first)).toBe(true);
    await end();
    await expect(first).resolves.toBeUndefined();
  });

  it('waits when much is gathered, until the write before has ended', async () => {
    const { put, end } = setUp();
    void put(batch('a'));
    const second = put(batch('b', 300));
    expect(await isPending(second)).toBe(true);
    await end();
    await expect(second).resolves.toBeUndefined();
  });

  it('writes all bytes of many batches in order', async () => {
    const written: Buffer[] = [];
    const behind = new WriteBehind(async (bytes) => {
      await settle(1);
      written.push(Buffer.from(bytes));
    });
    let expected = '';
    for (let index = 0; index < 100; index++) {
      const text = `${index} é€ `.repeat((index % 7) * 3000);
      expected += text;
      behind.gather((lines) => lines.add(text));
      await behind.send();
    }
    await behind.settled();
    expect(Buffer.concat(written).toString()).toBe(expected);
  });

  it('has nothing to do without text', async () => {
    const { behind, written } = setUp();
    expect(behind.send()).toBeUndefined();
    await behind.settled();
    expect(written).toEqual([]);
  });

  it('takes nothing of a batch that cannot be gathered whole', async () => {
    const { behind, written, put, end } = setUp();
    void put(batch('a'));
    void put(batch('b'));
    const broken = () =>
      behind.gather((lines) => {
        lines.add('half');
        throw new Error('no text');
      });
    expect(broken).toThrow('no text');
    await end();
    expect(written[1]).toBe(batch('b'));
  });

  it('tells of a failed write at every later call, and writes nothing more', async () => {
    const { behind, written, put, end } = setUp();
    void put(batch('a'));
    const waiting = put(batch('b', 300));
    const told = expect(waiting).rejects.toThrow('disk full');
    await end(new Error('disk full'));
    await told;
    expect(() => put(batch('c'))).toThrow('disk full');
    expect(() => behind.send()).toThrow('disk full');
    await expect(behind.settled()).rejects.toThrow('disk full');
    expect(written).toEqual([batch('a')]);
  });
});
