import { AlreadyExistsError, BadRequestError, NotFoundError } from '../../src/errors';
import { settle } from '../support/fake-clock';
import { setUpHerder as setUp } from '../support/herder-set-up';

describe('StandaloneHerder', () => {
  it('creates a connector and its tasks and answers when both are made', async () => {
    const { create, states } = setUp();
    await expect(create()).resolves.toEqual({
      name: 'c',
      config: { name: 'c' },
      tasks: [{ connector: 'c', task: 0 }],
      type: 'source',
    });
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING']);
  });

  it('refuses a name that is taken, settings that are invalid, and a connector that it does not know', async () => {
    const { create, herder } = setUp();
    await expect(create({ fails: 'validation' })).rejects.toBeInstanceOf(BadRequestError);
    await create();
    await expect(create()).rejects.toBeInstanceOf(AlreadyExistsError);
    await expect(herder.connectorInfo('x')).rejects.toBeInstanceOf(NotFoundError);
    await expect(herder.deleteConnector('x')).rejects.toBeInstanceOf(NotFoundError);
    await expect(herder.pauseConnector('x')).rejects.toBeInstanceOf(NotFoundError);
    await expect(herder.restartTask({ connector: 'x', task: 0 })).rejects.toBeInstanceOf(NotFoundError);
  });

  it('trusts settings that stand in a file of the command line, no others', async () => {
    const { herder, create, trusted } = setUp();
    await create();
    await herder.putConnectorConfig('c', { name: 'c', file: '1' });
    expect(trusted).toEqual([]);
    await herder.putConnectorConfig('c', { name: 'c', file: '2' }, true);
    await herder.createConnector({ name: 'd', config: { name: 'd' }, folder: '/d' });
    expect(trusted).toEqual([{ name: 'c', file: '2' }, { name: 'd' }]);
  });

  it('tells what does not run that should', async () => {
    const { herder, create, states } = setUp();
    expect(await herder.notReady()).toEqual([]);
    await create();
    await states('c');
    expect(await herder.notReady()).toEqual([]);
    await herder.createConnector({ name: 'd', config: { name: 'd', fails: 'task' } });
    await states('d');
    expect(await herder.notReady()).toMatchObject([{ connector: 'd', task: 0, state: 'FAILED' }]);
    await herder.stopConnector('d');
    await states('d');
    expect(await herder.notReady()).toEqual([]);
  });

  it('answers the creation with the error when start or taskConfigs throws, and shows the connector FAILED', async () => {
    const start = setUp();
    await expect(start.create({ fails: 'start' })).rejects.toThrow('cannot start');
    expect(await start.states('c')).toEqual(['FAILED']);
    const split = setUp();
    await expect(split.create({ fails: 'taskConfigs' })).rejects.toThrow('cannot split');
    expect(await split.states('c')).toEqual(['FAILED']);
  });

  it('creates the connector although a task cannot be made, and shows that task FAILED', async () => {
    const { create, states } = setUp();
    await create({ fails: 'task' });
    expect(await states('c')).toEqual(['RUNNING', 'FAILED']);
  });

  it('says once, under the name of the connector, which settings nothing reads', async () => {
    const { create, log } = setUp();
    await create({ tpoic: 'x' });
    expect(log.lines.filter(({ msg }) => msg === 'tpoic is not read')).toMatchObject([{ connector: 'c', level: 40 }]);
  });

  it('begins in the state that was asked for, without tasks unless it is to run', async () => {
    const { herder, states } = setUp();
    await herder.createConnector({ name: 'c', config: { name: 'c' }, initialState: 'PAUSED' });
    expect(await states('c')).toEqual(['PAUSED']);
    await herder.resumeConnector('c');
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING']);
  });

  it('pauses, resumes and stops connector and tasks', async () => {
    const { create, herder, states } = setUp();
    await create();
    await herder.pauseConnector('c');
    expect(await states('c')).toEqual(['PAUSED', 'PAUSED']);
    await herder.resumeConnector('c');
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING']);
    await herder.stopConnector('c');
    expect(await states('c')).toEqual(['STOPPED']);
    await herder.resumeConnector('c');
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING']);
  });

  it('restarts tasks after a change of settings and leaves them alone when nothing changed', async () => {
    const { create, herder, starts } = setUp();
    await create();
    await herder.putConnectorConfig('c', { name: 'c' });
    expect(starts).toEqual(['c-0']);
    await herder.putConnectorConfig('c', { name: 'c', 'value.converter': 'other' });
    expect(starts).toEqual(['c-0', 'c-0']);
  });

  it('creates a connector through a change of settings when there is none', async () => {
    const { herder } = setUp();
    await expect(herder.putConnectorConfig('c', { name: 'c' })).resolves.toMatchObject({ isNew: true });
    await expect(herder.putConnectorConfig('c', { name: 'c' })).resolves.toMatchObject({ isNew: false });
  });

  it('makes tasks anew when the connector asks for it', async () => {
    const { create, requests, taskCount, states } = setUp();
    await create();
    taskCount.value = 3;
    requests.get('c')?.();
    await settle(20);
    expect(await states('c')).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
  });

  it('restarts only what failed when it is asked to', async () => {
    const { create, herder, states, starts } = setUp();
    await create({ fails: 'task' });
    await states('c');
    const plan = await herder.restartConnector({ connector: 'c', onlyFailed: true, includeTasks: true });
    expect(plan.connector.state).toBe('RUNNING');
    expect(plan.tasks.map(({ state }) => state)).toEqual(['RESTARTING']);
    expect(starts).toEqual(['c-0', 'c-0']);
  });

  it('restarts the connector alone without flags', async () => {
    const { create, herder, starts } = setUp();
    await create();
    await herder.restartConnector({ connector: 'c', onlyFailed: false, includeTasks: false });
    expect(starts).toEqual(['c-0']);
  });

  it('deletes connector, tasks and statuses', async () => {
    const { create, herder, worker } = setUp();
    await create();
    await herder.deleteConnector('c');
    await expect(herder.connectors()).resolves.toEqual([]);
    await expect(herder.connectorStatus('c')).rejects.toBeInstanceOf(NotFoundError);
    expect(worker.tasksOf('c')).toEqual([]);
  });

  it('abandons a task that does not stop by the deadline, names it, and ends', async () => {
    const { create, herder, worker, clock, log } = setUp();
    await create({ fails: 'hang' });
    await settle();
    const stopped = herder.stop();
    await settle();
    await clock.advance(5000);
    await stopped;
    expect(worker.abandonedTasks).toBe(1);
    expect(log.text()).toContain('did not stop within task.shutdown.graceful.timeout.ms');
    expect(herder.stop()).toBe(herder.stop());
  });

  it('starts nothing any more once it stops', async () => {
    const { create, herder, starts } = setUp();
    await herder.stop();
    await expect(create()).rejects.toThrow('stopping');
    expect(starts).toEqual([]);
  });
});

describe('StandaloneHerder, patching settings', () => {
  it('changes, adds and removes settings, and leaves the others', async () => {
    const { herder, create } = setUp();
    await create({ a: '1', b: '2' });
    const { config } = await herder.patchConnectorConfig('c', { a: null, b: '3', d: '4' });
    expect(config).toEqual({ name: 'c', b: '3', d: '4' });
  });

  it('changes nothing when the outcome is invalid, and knows no connector that is not there', async () => {
    const { herder, create } = setUp();
    await create();
    await expect(herder.patchConnectorConfig('c', { fails: 'validation' })).rejects.toBeInstanceOf(BadRequestError);
    expect((await herder.connectorInfo('c')).config).toEqual({ name: 'c' });
    await expect(herder.patchConnectorConfig('x', {})).rejects.toEqual(new NotFoundError('Connector x not found'));
  });
});

describe('StandaloneHerder, asked for offsets and topics', () => {
  it('tells whose offsets they are, and whether the connector is stopped', async () => {
    const { herder, create } = setUp();
    await create();
    await expect(herder.connectorOffsets('c')).resolves.toEqual([{ partition: { owner: 'c' }, offset: { at: 1 } }]);
    await expect(herder.alterConnectorOffsets('c', [])).resolves.toBe('altered, stopped: false');
    await herder.stopConnector('c');
    await expect(herder.alterConnectorOffsets('c', [])).resolves.toBe('altered, stopped: true');
    await expect(herder.resetConnectorOffsets('c')).resolves.toBe('reset, stopped: true');
    await expect(herder.connectorOffsets('x')).rejects.toBeInstanceOf(NotFoundError);
  });

  it('tells topics and forgets them, also of a connector that is not there', async () => {
    const { herder, activeTopics } = setUp();
    activeTopics.note('c', 't');
    await expect(herder.activeTopics('c')).resolves.toEqual(['t']);
    await herder.resetActiveTopics('c');
    await expect(herder.activeTopics('c')).resolves.toEqual([]);
  });

  it('tells the state of one task', async () => {
    const { herder, create } = setUp();
    await create();
    await settle();
    await expect(herder.taskStatus({ connector: 'c', task: 0 })).resolves.toMatchObject({ state: 'RUNNING' });
    await expect(herder.taskStatus({ connector: 'c', task: 9 })).rejects.toBeInstanceOf(NotFoundError);
  });
});
