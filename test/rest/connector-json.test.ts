import { infoJson, stateJson, taskStateJson } from '../../src/rest/connector-json';
import type { StateInfo } from '../../src/runtime/herder';

const RUNNING: StateInfo = { state: 'RUNNING', workerId: 'w:1', trace: undefined, version: '1' };

describe('connectors as JSON', () => {
  it('have name, settings, tasks and type', () => {
    const info = { name: 'c', config: { a: 'b' }, tasks: [{ connector: 'c', task: 0 }], type: 'sink' } as const;
    expect(infoJson(info)).toEqual(info);
  });

  it('tell states with the worker; a trace only where there is one, a version always', () => {
    const failed: StateInfo = { state: 'FAILED', workerId: 'w:1', trace: 'at x', version: undefined };
    expect(stateJson({ name: 'c', connector: RUNNING, tasks: [{ id: 3, ...failed }], type: 'sink' })).toEqual({
      name: 'c',
      connector: { state: 'RUNNING', worker_id: 'w:1', version: '1' },
      tasks: [{ id: 3, state: 'FAILED', worker_id: 'w:1', version: null, trace: 'at x' }],
      type: 'sink',
    });
    expect(taskStateJson(0, RUNNING)).toEqual({ id: 0, state: 'RUNNING', worker_id: 'w:1', version: '1' });
  });
});
