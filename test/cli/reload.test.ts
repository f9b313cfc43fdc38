import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireName } from '../../src/cli/connector-file';
import { readPipeline } from '../../src/cli/pipeline-input';
import { Reload } from '../../src/cli/reload';
import { Secrets } from '../../src/config/secrets';
import { NotFoundError } from '../../src/errors';
import { captureLog } from '../support/silent-log';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reload-'));
  worker();
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, props: Record<string, string>): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    Object.entries(props)
      .map((entry) => `${entry.join('=')}\n`)
      .join(''),
  );
  return path;
}
const worker = (more: Record<string, string> = {}) =>
  write('w.properties', {
    ...{ 'bootstrap.servers': 'k:9092', 'key.converter': 'StringConverter', 'value.converter': 'StringConverter' },
    ...{ 'offset.storage.file.filename': join(folder, 'offsets'), ...more },
  });
const source = (file: string, more: Record<string, string> = {}) =>
  write(file, { name: 'a', 'connector.class': 'FileStreamSource', topic: 't', file: '/in', ...more });

async function setUp(connectors: readonly string[], set: readonly string[] = []) {
  const log = captureLog();
  const request = {
    worker: join(folder, 'w.properties'),
    connectors: connectors.map((name) => join(folder, name)),
    set,
  };
  const { worker: file, connectors: files } = await readPipeline(request);
  const calls: string[] = [];
  const names = new Set(files.map(({ name }) => name ?? ''));
  let failing = '';
  const act = (what: string, name: string) => {
    calls.push(`${what} ${name}`);
    return name === failing ? Promise.reject(new Error('it cannot be')) : Promise.resolve(undefined as never);
  };
  const herder = {
    connectors: async () => [...names],
    createConnector: ({ name, folder: from }: { name: string; folder?: string }) =>
      act('create', `${name}@${from ?? ''}`),
    putConnectorConfig: (name: string, config: object, isTrusted?: boolean) =>
      act(`put ${JSON.stringify(config).length > 2 && isTrusted === true ? 'trusted' : 'untrusted'}`, name),
    deleteConnector: (name: string) =>
      names.has(name) ? act('delete', name) : Promise.reject(new NotFoundError('gone')),
  };
  const reload = new Reload(
    { worker: file, connectors: files.map(requireName) },
    { request, herder, secrets: new Secrets(), servesRest: false, adapt: (read) => read, log: log.log },
  );
  return { reload, calls, names, log, fail: (name: string) => (failing = name) };
}

describe('Reload', () => {
  it('does nothing where nothing has changed', async () => {
    source('1.properties');
    const { reload, calls } = await setUp(['1.properties']);
    expect(await reload.reload()).toBe('Reloaded: no connector has changed');
    expect(calls).toEqual([]);
  });

  it('deletes, changes and creates by name, and knows the next time what it has done', async () => {
    source('1.properties');
    source('2.properties', { name: 'b' });
    const { reload, calls, names } = await setUp(['1.properties', '2.properties']);
    source('1.properties', { name: 'c' });
    source('2.properties', { name: 'b', topic: 'other' });
    expect(await reload.reload()).toBe('Reloaded: created c; changed b; deleted a');
    expect(calls).toEqual(['delete a', 'put trusted b', `create c@${folder}`]);
    names.delete('a');
    names.add('c');
    calls.length = 0;
    expect(await reload.reload()).toBe('Reloaded: no connector has changed');
    source('1.properties', { name: 'c', topic: 'third' });
    expect(await reload.reload()).toBe('Reloaded: changed c');
  });

  it('keeps what --set says winning', async () => {
    source('1.properties');
    const { reload } = await setUp(['1.properties'], ['a.topic=fixed']);
    source('1.properties', { topic: 'other' });
    expect(await reload.reload()).toBe('Reloaded: no connector has changed');
  });

  it('changes nothing when anything is wrong, and names all of it', async () => {
    source('1.properties');
    source('2.properties', { name: 'b' });
    const { reload, calls, log } = await setUp(['1.properties', '2.properties']);
    source('1.properties', { topic: 'other' });
    source('2.properties', { name: 'b', 'tasks.max': 'many', 'errors.tolerance': 'some' });
    const said = await reload.reload();
    expect(said).toMatch(/^Reload refused: [^]*tasks\.max=many[^]*errors\.tolerance=some/);
    expect(log.text()).toContain('Nothing is changed, everything goes on as before');
    rmSync(join(folder, '2.properties'));
    expect(await reload.reload()).toContain('there is no such file');
    expect(calls).toEqual([]);
  });

  it('names the settings of the worker that wait for a restart, and checks connectors by those that hold until then', async () => {
    source('1.properties');
    const { reload, calls, log } = await setUp(['1.properties']);
    worker({ 'offset.flush.interval.ms': '5' });
    source('1.properties', { topic: 'other' });
    expect(await reload.reload()).toBe(
      'Reloaded: changed a; these settings of the worker need a restart: offset.flush.interval.ms',
    );
    expect(log.lines.at(-1)?.level).toBe(40);
    worker({ 'topic.creation.enable': 'perhaps' });
    expect(await reload.reload()).toMatch(/^Reload refused: .*topic\.creation\.enable=perhaps/);
    expect(calls).toEqual(['put trusted a']);
  });

  it('leaves connectors alone that were made over REST, and refuses a file with the name of one', async () => {
    source('1.properties');
    const { reload, calls, names } = await setUp(['1.properties']);
    names.add('rest');
    expect(await reload.reload()).toBe('Reloaded: no connector has changed');
    source('1.properties', { name: 'rest' });
    expect(await reload.reload()).toMatch(/^Reload refused: .*rest already exists: it was made over REST/);
    expect(calls).toEqual([]);
  });

  it('makes a changed connector anew that was deleted over REST, and does not mind that a deleted one is gone', async () => {
    source('1.properties');
    source('2.properties', { name: 'b' });
    const { reload, calls, names } = await setUp(['1.properties', '2.properties']);
    names.clear();
    source('1.properties', { topic: 'other' });
    source('2.properties', { name: 'c' });
    expect(await reload.reload()).toBe('Reloaded: created c; changed a; deleted b');
    expect(calls).toEqual([`create a@${folder}`, `create c@${folder}`]);
  });

  it('goes on with the others when one cannot be changed', async () => {
    source('1.properties');
    source('2.properties', { name: 'b' });
    const { reload, calls, log, fail } = await setUp(['1.properties', '2.properties']);
    fail('a');
    source('1.properties', { topic: 'other' });
    source('2.properties', { name: 'b', topic: 'other' });
    expect(await reload.reload()).toBe('Reloaded: changed b; failed a');
    expect(calls).toEqual(['put trusted a', 'put trusted b']);
    expect(log.text()).toContain('1.properties: connector a could not be changed');
  });
});
