import { ConfigError, ConnectError } from '../../src/errors';
import { createLogger } from '../../src/logger';
import { OutsidePlugins } from '../../src/runtime/outside-plugins';
import { parsePluginReference } from '../../src/runtime/plugin-reference';
import type { PluginRequest } from '../../src/runtime/plugin-request';
import { CJS_IMPORT, CONVERTER, PluginFolder, rejection, sourceConnector } from '../support/plugin-folder';

let folder: PluginFolder;
let lines: string[];
let outside: OutsidePlugins;

beforeEach(() => {
  folder = new PluginFolder();
  lines = [];
  const logger = createLogger({ destination: { write: (line) => lines.push(line) } });
  outside = new OutsidePlugins([`${folder.path}/top`], logger);
});

afterEach(() => folder.remove());

function request(text: string, kind: 'source' | 'converter' = 'source'): PluginRequest {
  return { kinds: [kind], reference: parsePluginReference(text), folders: [folder.path] };
}

async function pick(asked: PluginRequest) {
  const { found } = await outside.locate(asked);
  if (found === undefined) throw new Error('not found');
  return outside.pick(asked, found);
}

describe('OutsidePlugins', () => {
  it('remembers a class under the name that it was first found by', async () => {
    const file = folder.write('a.cjs', `${CJS_IMPORT} exports.A = ${sourceConnector()};`);
    const first = await pick(request('./a.cjs'));
    expect(await pick(request(`${file}#A`))).toBe(first);
    expect(first.className).toBe('./a.cjs');
    expect(await outside.all()).toEqual([first]);
  });

  it('finds again by name or alias what it found before, for the kind asked for', async () => {
    folder.write('a.cjs', `${CJS_IMPORT} exports.FooConnector = ${sourceConnector()};`);
    const found = await pick(request('./a.cjs'));
    expect(await outside.byName(request('Foo'))).toBe(found);
    expect(await outside.byName(request('./a.cjs'))).toBe(found);
    expect(await outside.byName(request('Foo', 'converter'))).toBeUndefined();
  });

  it('drops an alias that fits two classes', async () => {
    folder.write('top/a.cjs', `${CJS_IMPORT} exports.FooConverter = ${CONVERTER};`);
    folder.write('top/b.cjs', `${CJS_IMPORT} exports.FooConverter = ${CONVERTER};`);
    expect(await outside.byName(request('Foo', 'converter'))).toBeUndefined();
    expect(await outside.byName(request(`${folder.path}/top/b.cjs#FooConverter`, 'converter'))).toBeDefined();
  });

  it('leaves out what cannot be loaded on plugin.path, with a warning that names it', async () => {
    folder.write('top/bad.cjs', `throw new Error('boom');`);
    folder.write('top/good.cjs', `${CJS_IMPORT} exports.Good = ${sourceConnector()};`);
    expect((await outside.all()).map(({ simpleName }) => simpleName)).toEqual(['Good']);
    expect(lines.join('')).toMatch(/WARN Left out .*\/top\/bad\.cjs on plugin\.path[^]*boom/);
  });

  it('names the file of a plugin that throws while it loads, and keeps the cause', async () => {
    const file = folder.write('a.ts', `throw new Error('boom');`);
    const error = await rejection(pick(request('./a.ts')));
    expect(error.constructor).toBe(ConnectError);
    expect(error.message).toMatch(/boom$/);
    expect(error.message).toContain(`./a.ts (${file}) cannot be used: `);
    expect(error.cause).toMatchObject({ message: 'boom' });
  });

  it('fails with ConfigError for what is no connector', async () => {
    const file = folder.write('a.cjs', `${CJS_IMPORT} exports.A = ${sourceConnector()};`);
    const error = await rejection(pick(request('./a.cjs', 'converter')));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(`./a.cjs (${file}) cannot be used: it exports no converter, but A (source connector)`);
  });
});
