import type { Props } from '../../src/api/plugin';
import { ConfigError } from '../../src/errors';
import { createConverters } from '../../src/runtime/converter-factory';
import { FakePlugins } from '../support/fake-plugins';
import { StubConverter, StubHeaderConverter } from '../support/stub-plugins';

class OtherConverter extends StubConverter {}

class SimpleHeaderConverter extends StubHeaderConverter {}

const DEFAULT_HEADER = 'org.apache.kafka.connect.storage.SimpleHeaderConverter';
const WORKER = {
  'key.converter': 'Test',
  'key.converter.schemas.enable': 'true',
  'key.converter.cache': '7',
  'value.converter': 'Test',
  'value.converter.schemas.enable': 'worker',
};

async function create(connector: Props, worker: Props = WORKER) {
  const fake = new FakePlugins({
    Test: StubConverter,
    Other: OtherConverter,
    Header: StubHeaderConverter,
    [DEFAULT_HEADER]: SimpleHeaderConverter,
  });
  const { key, value, header } = await createConverters(fake.plugins, { connector, worker, folders: ['/etc/c'] });
  return {
    key: key.converter as unknown as StubConverter,
    value: value.converter as unknown as StubConverter,
    header: header.converter as unknown as StubHeaderConverter,
    names: [key.className, value.className, header.className],
    folders: fake.folders,
  };
}

describe('createConverters', () => {
  it('gives a connector that names a converter exactly its own settings under that name', async () => {
    const { key, names } = await create({
      'key.converter': 'Other',
      'key.converter.mode': 'x',
      'value.converter.a': 'b',
    });
    expect(key).toBeInstanceOf(OtherConverter);
    expect(key.settings).toEqual({ mode: 'x', 'converter.type': 'key' });
    expect(names[0]).toBe('Other');
  });

  it("does not mix in the worker's settings even when both name the same class", async () => {
    const { key } = await create({ 'key.converter': 'Test' });
    expect(key.settings).toEqual({ 'converter.type': 'key' });
  });

  it("gives any other connector the worker's converter with the worker's settings, its own are not used", async () => {
    const { key, value } = await create({ 'value.converter.schemas.enable': 'connector' });
    expect(key.settings).toEqual({ 'schemas.enable': 'true', cache: '7', 'converter.type': 'key' });
    expect(value.settings).toEqual({ 'schemas.enable': 'worker', 'converter.type': 'value' });
  });

  it.each([null, '', '  '])('takes %p for no name', async (name) => {
    const { value } = await create({ 'value.converter': name, 'value.converter.schemas.enable': 'connector' });
    expect(value.settings['schemas.enable']).toBe('worker');
  });

  it('tells key and value converters apart, each an instance of its own', async () => {
    const { key, value } = await create({});
    expect(key.isKey).toBe(true);
    expect(value.isKey).toBe(false);
    expect(key).not.toBe(value);
  });

  it('converts headers with SimpleHeaderConverter where neither connector nor worker names one', async () => {
    const { header, names } = await create({ 'header.converter.a': 'not used' });
    expect(header).toBeInstanceOf(SimpleHeaderConverter);
    expect(header.settings).toEqual({ 'converter.type': 'header' });
    expect(names[2]).toBe(DEFAULT_HEADER);
  });

  it('chooses the header converter by the same rule', async () => {
    const worker = { ...WORKER, 'header.converter': 'Header', 'header.converter.a': 'worker' };
    expect((await create({}, worker)).header.settings).toEqual({ a: 'worker', 'converter.type': 'header' });
    const own = await create({ 'header.converter': 'Header', 'header.converter.b': 'own' }, worker);
    expect(own.header.settings).toEqual({ b: 'own', 'converter.type': 'header' });
  });

  it('looks for converters in the folders that it is given, blanks around the name removed', async () => {
    const { folders } = await create({ 'key.converter': ' Other ' });
    expect(folders.get('Other')).toEqual(['/etc/c']);
  });

  it('refuses a class that is not there', async () => {
    await expect(create({ 'key.converter': 'Nope' })).rejects.toBeInstanceOf(ConfigError);
  });
});
