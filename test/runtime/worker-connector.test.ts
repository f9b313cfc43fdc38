import type { Connector } from '../../src/api/connector';
import { Statuses } from '../../src/runtime/statuses';
import { WorkerConnector } from '../../src/runtime/worker-connector';
import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';
import { captureLog } from '../support/silent-log';

function setUp(behaviour: Partial<Record<'initialize' | 'start' | 'stop', () => void>> = {}) {
  const calls: string[] = [];
  const call = (name: 'initialize' | 'start' | 'stop') => () => {
    calls.push(name);
    behaviour[name]?.();
  };
  const connector = { initialize: call('initialize'), start: call('start'), stop: call('stop') };
  const { log } = captureLog();
  const store = new MemoryStatusBackingStore();
  const worker = new WorkerConnector({
    name: 'c',
    connector: connector as unknown as Connector,
    context: { requestTaskReconfiguration: () => undefined, raiseError: (error) => worker.fail(error) },
    props: {},
    log,
    listener: new Statuses(store, log),
  });
  return { worker, calls, state: () => store.connector('c')?.state };
}

describe('WorkerConnector', () => {
  it('initializes once, then starts', async () => {
    const { worker, calls, state } = setUp();
    await worker.transitionTo('STARTED');
    expect(calls).toEqual(['initialize', 'start']);
    expect(state()).toBe('RUNNING');
  });

  it('starts the same instance again after a pause', async () => {
    const { worker, calls, state } = setUp();
    await worker.transitionTo('STARTED');
    await worker.transitionTo('PAUSED');
    expect(state()).toBe('PAUSED');
    await worker.transitionTo('STARTED');
    expect(calls).toEqual(['initialize', 'start', 'stop', 'start']);
  });

  it('does not call start on a connector that begins paused or stopped', async () => {
    const paused = setUp();
    await paused.worker.transitionTo('PAUSED');
    expect(paused.calls).toEqual(['initialize']);
    const stopped = setUp();
    await stopped.worker.transitionTo('STOPPED');
    expect(stopped.calls).toEqual([]);
    expect(stopped.state()).toBe('STOPPED');
  });

  it('does nothing when it is in that state already', async () => {
    const { worker, calls } = setUp();
    await worker.transitionTo('STARTED');
    await worker.transitionTo('STARTED');
    expect(calls).toEqual(['initialize', 'start']);
  });

  it('is FAILED when start throws, and follows only to STOPPED', async () => {
    const { worker, state } = setUp({
      start: () => {
        throw new Error('no way');
      },
    });
    await expect(worker.transitionTo('STARTED')).rejects.toThrow('Failed to start connector: c: no way');
    await worker.transitionTo('PAUSED');
    expect(state()).toBe('FAILED');
    await worker.transitionTo('STOPPED');
    expect(state()).toBe('STOPPED');
  });

  it('ends STOPPED although stop throws', async () => {
    const { worker, state } = setUp({
      stop: () => {
        throw new Error('stuck');
      },
    });
    await worker.transitionTo('STARTED');
    await worker.transitionTo('STOPPED');
    expect(state()).toBe('STOPPED');
  });

  it('is FAILED when the author raises an error', async () => {
    const { worker, state } = setUp();
    await worker.transitionTo('STARTED');
    worker.fail(new Error('lost the source'));
    expect(state()).toBe('FAILED');
    expect(worker.isRunning).toBe(false);
  });

  it('stops the author once at shutdown', async () => {
    const { worker, calls } = setUp();
    await worker.transitionTo('STARTED');
    await worker.shutdown();
    await worker.shutdown();
    expect(calls.filter((name) => name === 'stop')).toHaveLength(1);
  });
});
