import { SerialQueue } from '../../src/runtime/serial-queue';
import { settle } from '../support/fake-clock';

describe('SerialQueue', () => {
  it('carries out the changes of one key one after another', async () => {
    const queue = new SerialQueue();
    const log: string[] = [];
    let finish: () => void = () => undefined;
    const first = queue.run('a', async () => {
      log.push('first begins');
      await new Promise<void>((resolve) => (finish = resolve));
      log.push('first ends');
    });
    const second = queue.run('a', async () => void log.push('second'));
    await settle();
    expect(log).toEqual(['first begins']);
    finish();
    await Promise.all([first, second]);
    expect(log).toEqual(['first begins', 'first ends', 'second']);
  });

  it('does not let one key wait for another', async () => {
    const queue = new SerialQueue();
    void queue.run('a', () => new Promise(() => undefined));
    await expect(queue.run('b', async () => 'done')).resolves.toBe('done');
  });

  it('goes on after a change that failed', async () => {
    const queue = new SerialQueue();
    await expect(queue.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(queue.run('a', async () => 1)).resolves.toBe(1);
  });
});
