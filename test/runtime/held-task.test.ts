import { SinkTask } from '../../src/api/sink-task';
import { SourceRecord } from '../../src/api/source-record';
import { SourceTask } from '../../src/api/source-task';
import { TopicPartitionMap } from '../../src/api/topic-partition';
import { EventLoop, LOOP_CALLS } from '../../src/runtime/event-loop';
import { heldSinkTask, heldSourceTask } from '../../src/runtime/held-task';
import { captureLog } from '../support/silent-log';

const loop = new EventLoop();
const cells = new Float64Array(loop.memory);
const holder = loop.holder({ connector: 'c', task: 0 }, captureLog().log);
const callNow = () => LOOP_CALLS[(cells[0] ?? 0) % 32];

/** Private fields: calls must reach the author's own object. */
class Sink extends SinkTask {
  readonly #seen: unknown[] = [];
  get seen() {
    return this.#seen;
  }
  version = () => '1';
  start(props: object) {
    this.#seen.push([callNow(), props]);
  }
  put(records: readonly unknown[]) {
    this.#seen.push([callNow(), records]);
  }
  override flush() {
    this.#seen.push([callNow()]);
  }
  stop() {
    this.#seen.push([callNow()]);
  }
}

class FullSink extends Sink {
  override open(partitions: readonly unknown[]) {
    this.seen.push([callNow(), partitions]);
  }
  override close(partitions: readonly unknown[]) {
    this.seen.push([callNow(), partitions]);
  }
  override endOfInput() {
    this.seen.push([callNow()]);
  }
}

class Source extends SourceTask {
  readonly #seen: unknown[] = [];
  get seen() {
    return this.#seen;
  }
  version = () => '1';
  start(props: object) {
    this.#seen.push([callNow(), props]);
  }
  poll() {
    this.#seen.push([callNow()]);
    return null;
  }
  stop() {
    this.#seen.push([callNow()]);
  }
}

class FullSource extends Source {
  override commit() {
    this.seen.push([callNow()]);
  }
  override commitRecord(...given: unknown[]) {
    this.seen.push([callNow(), ...given]);
  }
}

describe('heldSinkTask', () => {
  it('names each call while it lasts and hands on what is given and answered', () => {
    const sink = new FullSink();
    const held = heldSinkTask(sink, holder);
    const offsets = new TopicPartitionMap([[{ topic: 't', partition: 0 }, 1]] as const);
    void held.start({ a: '1' });
    void held.open?.([]);
    void held.put([]);
    expect(held.preCommit(offsets)).toEqual(offsets);
    void held.endOfInput?.();
    void held.close?.([]);
    void held.stop();
    expect(sink.seen).toEqual([
      ...[['start', { a: '1' }], ['open', []], ['put', []], ['preCommit/flush']],
      ...[['endOfInput'], ['close', []], ['stop']],
    ]);
    expect(callNow()).toBe('');
  });

  it('has no call that the author has not implemented', () => {
    const held = heldSinkTask(new Sink(), holder);
    expect([held.open, held.close, held.endOfInput]).toEqual([undefined, undefined, undefined]);
  });
});

describe('heldSourceTask', () => {
  it('names each call but that for single records', () => {
    const source = new FullSource();
    const held = heldSourceTask(source, holder);
    const record = new SourceRecord({ topic: 't', sourcePartition: null, sourceOffset: null });
    void held.start({});
    expect(held.poll()).toBeNull();
    void held.commitRecord?.(record, null);
    void held.commit?.();
    void held.stop();
    expect(source.seen).toEqual([['start', {}], ['poll'], ['', record, null], ['commit'], ['stop']]);
  });

  it('has no call that the author has not implemented', () => {
    const held = heldSourceTask(new Source(), holder);
    expect([held.commit, held.commitRecord]).toEqual([undefined, undefined]);
  });
});
