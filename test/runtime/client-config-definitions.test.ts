import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientConfigKey, clientOverrideInfos } from '../../src/runtime/client-config-definitions';

const genuine = JSON.parse(readFileSync(join(__dirname, '../testdata/kafka-client-properties.json'), 'utf8')) as Record<
  'producer' | 'consumer' | 'admin',
  string[]
>;

describe('the definitions of client settings', () => {
  it('tell type, importance and default', () => {
    expect(clientConfigKey('consumer', 'max.poll.records')).toMatchObject({
      type: 'INT',
      importance: 'MEDIUM',
      defaultValue: 500,
      group: null,
      width: 'NONE',
      displayName: 'max.poll.records',
    });
    expect(clientConfigKey('producer', 'key.serializer')?.defaultValue).toBeUndefined();
    expect(clientConfigKey('admin', 'client.id')?.defaultValue).toBe('');
  });

  it.each(['producer', 'consumer', 'admin'] as const)('of the %s are of settings that Kafka has', (kind) => {
    const known = genuine[kind].filter((name) => clientConfigKey(kind, name) !== undefined);
    expect(known.length).toBeGreaterThan(genuine[kind].length * 0.8);
    expect(clientConfigKey(kind, 'unknown.thing')).toBeUndefined();
  });

  it('differ by client where Kafka’s do', () => {
    const buffers = (['producer', 'consumer'] as const).map((kind) => clientConfigKey(kind, 'receive.buffer.bytes'));
    expect(buffers.map((key) => key?.defaultValue)).toEqual([32768, 65536]);
  });
});

describe('clientOverrideInfos', () => {
  it('shows settings under their full names in Java’s order, secrets hidden, unknown ones without a definition', () => {
    const infos = clientOverrideInfos('consumer', {
      'max.poll.records': '5',
      'unknown.thing': 'x',
      'sasl.jaas.config': 'secret',
    });
    expect(infos.map(({ value }) => [value.name, String(value.value)])).toEqual([
      ['consumer.override.max.poll.records', '5'],
      ['consumer.override.sasl.jaas.config', '[hidden]'],
      ['consumer.override.unknown.thing', 'x'],
    ]);
    expect(infos[2]?.definition).toBeNull();
    expect(infos[0]?.definition).toMatchObject({
      name: 'consumer.override.max.poll.records',
      displayName: 'max.poll.records',
    });
  });

  it('complains of a value that is not of the type', () => {
    const [info] = clientOverrideInfos('producer', { 'batch.size': 'big' });
    expect(info?.value.errors).toEqual([
      'Invalid value big for configuration producer.override.batch.size: Not a number of type INT',
    ]);
  });
});
