import { SourceRecord } from '../../src/api/source-record';
import { SourcePoll } from '../../src/cli/source-poll';
import { Secrets } from '../../src/config/secrets';
import { ConnectError, RetriableError } from '../../src/errors';
import { MemoryOffsetBackingStore } from '../../src/storage/memory-offset-backing-store';
import { checkedPipeline } from '../support/checked-pipeline';
import { FakeClock, settle } from '../support/fake-clock';
import { captureLog } from '../support/silent-log';
import { StubSource, StubSourceTask } from '../support/stub-plugins';

const RECORD = new SourceRecord({ topic: 't', value: 'v', sourcePartition: {}, sourceOffset: {} });

async function setUp(poll: (task: StubSourceTask) => ReturnType<StubSourceTask['poll']>) {
  const { checked } = await checkedPipeline([['name=f', 'connector.class=FileStreamSource', 'topic=t', 'file=x']]);
  const [connector] = checked.connectors;
  if (connector === undefined) throw new Error('there is no connector');
  const calls: string[] = [];
  class Task extends StubSourceTask {
    get own() {
      return this.context;
    }
    override poll() {
      calls.push('poll');
      return poll(this);
    }
    override stop() {
      calls.push('stop task');
      return undefined;
    }
    override commit() {
      calls.push('commit');
    }
  }
  class Source extends StubSource {
    override taskClass() {
      return Task;
    }
    override stop() {
      calls.push('stop');
      return undefined;
    }
  }
  const { plugins } = checked.worker;
  const real = await plugins.loadConnector('FileStreamSource', []);
  jest.spyOn(plugins, 'loadConnector').mockResolvedValue({ ...real, create: () => new Source() });
  const clock = new FakeClock();
  const offsets = new MemoryOffsetBackingStore();
  const { log } = captureLog();
  const polling = new SourcePoll({ connector, worker: checked.worker, offsets, secrets: new Secrets(), log, clock });
  return { polling, calls, clock };
}

describe('SourcePoll', () => {
  it('gives the first record, stops everything, and commits nothing', async () => {
    const { polling, calls } = await setUp(() => [RECORD]);
    expect(await polling.first()).toBe(RECORD);
    expect(calls).toEqual(['poll', 'stop task', 'stop']);
  });

  it('asks again while there is nothing, and after what may be tried again', async () => {
    let turn = 0;
    const { polling, clock } = await setUp(() => {
      turn++;
      if (turn === 1) return null;
      if (turn === 2) throw new RetriableError('later');
      return [RECORD];
    });
    const first = polling.first();
    await settle(20);
    await clock.advance(200);
    expect(await first).toBe(RECORD);
  });

  it('ends when the task says that there is no more, or no input at all', async () => {
    const ended = await setUp((task) => {
      (task as unknown as { own: { endOfInput: (problem?: Error) => void } }).own.endOfInput(new Error('no file'));
      return null;
    });
    expect(await ended.polling.first()).toBeUndefined();
    expect(ended.polling.problem?.message).toBe('no file');
  });

  it('does not wait for ever for a task that does not answer', async () => {
    const { polling, calls, clock } = await setUp(() => new Promise(() => undefined));
    const first = polling.first();
    await settle(20);
    await clock.advance(5_000);
    await clock.advance(1_000);
    expect(await first).toBeUndefined();
    expect(calls).toEqual(['poll', 'stop task', 'stop']);
  });

  it('rejects with what the task throws, and stops it all the same', async () => {
    const { polling, calls } = await setUp(() => {
      throw new ConnectError('broken');
    });
    await expect(polling.first()).rejects.toThrow('broken');
    expect(calls).toEqual(['poll', 'stop task', 'stop']);
  });
});
