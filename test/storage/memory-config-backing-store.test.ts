import { NotFoundError } from '../../src/errors';
import { MemoryConfigBackingStore } from '../../src/storage/memory-config-backing-store';

async function setUp() {
  const store = new MemoryConfigBackingStore();
  const heard: string[] = [];
  const hear = (what: string) => (connector: string) => {
    // What a listener hears of is stored already.
    heard.push(`${what} ${connector} ${store.connectorConfig(connector) === undefined ? 'gone' : 'there'}`);
    return Promise.resolve();
  };
  store.setListener({
    onConnectorConfigUpdate: hear('config'),
    onConnectorConfigRemove: hear('remove'),
    onTaskConfigsUpdate: hear('tasks'),
    onTargetStateChange: hear('state'),
  });
  await store.start();
  return { store, heard };
}

describe('MemoryConfigBackingStore', () => {
  it('stores a change, and then lets the listener carry it out', async () => {
    const { store, heard } = await setUp();
    await store.putConnectorConfig('c', { name: 'c' });
    await store.putTaskConfigs('c', [{ a: '1' }]);
    await store.putTargetState('c', 'PAUSED');
    await store.removeConnectorConfig('c');
    await store.removeConnectorConfig('c');
    expect(heard).toEqual(['config c there', 'tasks c there', 'state c there', 'remove c gone']);
  });

  it('keeps target state and tasks when the configuration changes, and begins with STARTED', async () => {
    const { store } = await setUp();
    await store.putConnectorConfig('c', { v: '1' });
    expect(store.targetState('c')).toBe('STARTED');
    await store.putTargetState('c', 'STOPPED');
    await store.putTaskConfigs('c', [{ a: '1' }]);
    await store.putConnectorConfig('c', { v: '2' });
    expect(store.targetState('c')).toBe('STOPPED');
    expect(store.taskConfigs('c')).toEqual([{ a: '1' }]);
    expect(store.appliedConfig('c')).toEqual({ v: '1' });
    await store.putConnectorConfig('c', { v: '3' }, 'PAUSED');
    expect(store.targetState('c')).toBe('PAUSED');
  });

  it('shares no object with whoever gave it', async () => {
    const { store } = await setUp();
    const config: Record<string, string> = { v: '1' };
    const task: Record<string, string> = { a: '1' };
    await store.putConnectorConfig('c', config);
    await store.putTaskConfigs('c', [task]);
    config['v'] = task['a'] = 'changed';
    expect(store.connectorConfig('c')).toEqual({ v: '1' });
    expect(store.taskConfigs('c')).toEqual([{ a: '1' }]);
  });

  it('lists connectors in the order of their creation, and knows nothing of others', async () => {
    const { store } = await setUp();
    await store.putConnectorConfig('b', {});
    await store.putConnectorConfig('a', {});
    await store.putConnectorConfig('b', { again: '1' });
    expect(store.connectors()).toEqual(['b', 'a']);
    expect([store.connectorConfig('x'), store.targetState('x'), store.appliedConfig('x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(store.taskConfigs('x')).toEqual([]);
    await expect(store.putTaskConfigs('x', [])).rejects.toBeInstanceOf(NotFoundError);
    await expect(store.putTargetState('x', 'PAUSED')).rejects.toBeInstanceOf(NotFoundError);
    await store.stop();
  });
});
