import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as publicApi from '../../src/index';
import { importPluginModule, resolvePluginModule } from '../../src/runtime/plugin-module-loader';
import { CJS_IMPORT, ES_IMPORT, PluginFolder, rejection } from '../support/plugin-folder';
import { ROOT } from '../support/source-files';

let folder: PluginFolder;

beforeEach(() => {
  folder = new PluginFolder();
});

afterEach(() => folder.remove());

const ES_BODY = `${ES_IMPORT} export class Own extends SourceTask {} export { SourceTask as Base };`;
const CJS_BODY = `${CJS_IMPORT} exports.Own = class extends SourceTask {}; exports.Base = SourceTask;`;

describe('importPluginModule', () => {
  it.each([
    ['a.ts', `${ES_BODY} export const typed: number = 1;`],
    ['a.mts', ES_BODY],
    ['a.cts', CJS_BODY],
    ['a.js', ES_BODY],
    ['a.js', CJS_BODY],
    ['a.mjs', ES_BODY],
    ['a.cjs', CJS_BODY],
    ['a.ts', `${ES_BODY} await Promise.resolve();`],
  ])('gives %s the running copy of connect-standalone: %s', async (name, text) => {
    const exports = await importPluginModule(folder.write(name, text));
    expect(exports['Base']).toBe(publicApi.SourceTask);
    expect((exports['Own'] as { prototype: unknown }).prototype).toBeInstanceOf(publicApi.SourceTask);
  });

  it('gives it to the packages that a file imports, even where a copy of their own is installed', async () => {
    folder.writePackage(
      'node_modules/connect-standalone',
      { name: 'connect-standalone' },
      'exports.SourceTask = class {};',
    );
    folder.writePackage('node_modules/helper', { name: 'helper' }, CJS_BODY);
    const exports = await importPluginModule(folder.write('a.ts', `export { Base } from 'helper';`));
    expect(exports['Base']).toBe(publicApi.SourceTask);
  });

  it('lets a file import its neighbours and the modules of Node', async () => {
    folder.write(
      'b.ts',
      `import { basename } from 'node:path'; export const name: string = basename(import.meta.url);`,
    );
    const exports = await importPluginModule(folder.write('a.ts', `export { name } from './b.js';`));
    expect(exports['name']).toBe('b.ts');
  });

  it('runs a file once', async () => {
    const file = folder.write('a.ts', `export const token = {};`);
    expect((await importPluginModule(file))['token']).toBe((await importPluginModule(file))['token']);
  });

  it('rejects with what the file throws, or what it lacks', async () => {
    const thrower = folder.write('a.ts', `throw new Error('boom');`);
    expect((await rejection(importPluginModule(thrower))).message).toBe('boom');
    const importer = folder.write('b.ts', `import './missing.js';`);
    expect((await rejection(importPluginModule(importer))).message).toContain('./missing.js');
  });
});

describe('resolvePluginModule', () => {
  it.each([
    ['main', { main: 'main.js' }],
    ['exports', { main: undefined, exports: './main.js' }],
    ['exports for import alone', { main: undefined, type: 'module', exports: { '.': { import: './main.js' } } }],
  ])('finds the entry of a package by its %s', async (_what, manifest) => {
    const home = folder.writePackage('node_modules/pkg', { name: 'pkg', ...manifest }, '');
    expect(await resolvePluginModule('pkg', folder.path)).toBe(`${home}/main.js`);
    expect(await resolvePluginModule('pkg', `${folder.path}/below`)).toBe(`${home}/main.js`);
  });

  it('finds a file whose extension is left out, and the index of a folder', async () => {
    const file = folder.write('x/index.ts', '');
    expect(await resolvePluginModule(`${folder.path}/x/index`, folder.path)).toBe(file);
    expect(await resolvePluginModule(`${folder.path}/x`, folder.path)).toBe(file);
  });

  it('answers undefined when there is nothing', async () => {
    expect(await resolvePluginModule('no-such-package-here', folder.path)).toBeUndefined();
    expect(await resolvePluginModule(`${folder.path}/nope`, folder.path)).toBeUndefined();
  });
});

describe('importPluginModule in plain Node', () => {
  it('gives CommonJS that Node itself reads the running copy, not the one installed beside it', () => {
    folder.writePackage(
      'node_modules/connect-standalone',
      { name: 'connect-standalone' },
      'exports.SourceTask = class {};',
    );
    folder.writePackage('node_modules/helper', { name: 'helper' }, CJS_BODY);
    const files = ['a.cjs', 'b.mjs', 'c.ts'].map((name) =>
      folder.write(name, name === 'a.cjs' ? CJS_BODY : `${ES_BODY} export { Base as Helped } from 'helper';`),
    );
    const script = `
      const jiti = require('jiti').createJiti(${JSON.stringify(__filename)}, { fsCache: ${JSON.stringify(join(ROOT, '.cache'))} });
      const { importPluginModule } = jiti('../../src/runtime/plugin-module-loader');
      const { SourceTask } = jiti('../../src/index');
      Promise.all(${JSON.stringify(files)}.map(importPluginModule)).then((modules) =>
        console.log(JSON.stringify(modules.map(({ Base, Helped }) => [Base, Helped ?? Base].map((c) => c === SourceTask)))));`;
    const output = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual(Array(3).fill([true, true]));
  }, 120_000);
});
