import { locateFile, locatePackage, modulesOfPluginPath } from '../../src/runtime/plugin-locator';
import { parsePluginReference } from '../../src/runtime/plugin-reference';
import { PluginFolder, rejection } from '../support/plugin-folder';

let folder: PluginFolder;

beforeEach(() => {
  folder = new PluginFolder();
});

afterEach(() => folder.remove());

describe('locateFile', () => {
  it('takes the first folder that has the file', async () => {
    const first = folder.write('one/a.ts', '');
    folder.write('two/a.ts', '');
    const folders = ['zero', 'one', 'two'].map((name) => `${folder.path}/${name}`);
    expect((await locateFile(parsePluginReference('./a.ts'), folders)).found?.file).toBe(first);
  });

  it('takes absolute paths, URLs, folders and paths without extension', async () => {
    const file = folder.write('plugin/index.ts', '');
    for (const text of [file, `file://${file}`, './plugin', './plugin/index']) {
      expect((await locateFile(parsePluginReference(text), [folder.path])).found?.file).toBe(file);
    }
  });

  it('reads name and version of a folder that is a package', async () => {
    folder.writePackage('plugin', { name: 'plugin', version: '4.0.0' }, '');
    const { found } = await locateFile(parsePluginReference('./plugin'), [folder.path]);
    expect(found).toEqual({ file: `${folder.path}/plugin/main.js`, packageName: 'plugin', packageVersion: '4.0.0' });
  });

  it('answers with every place when there is none', async () => {
    const { found, searched } = await locateFile(parsePluginReference('./a.ts'), ['/x', '/y', '/x']);
    expect([found, searched]).toEqual([undefined, ['/x/a.ts', '/y/a.ts']]);
  });
});

describe('locatePackage', () => {
  const reference = parsePluginReference('@acme/foo');

  it('goes up from each folder, then takes the children of plugin.path', async () => {
    folder.writePackage('top/some-name', { name: '@acme/foo', version: '1.0.0' }, '');
    const [folders, pluginPath] = [[`${folder.path}/a/b`], [`${folder.path}/top`]];
    expect((await locatePackage(reference, folders, pluginPath)).found?.packageVersion).toBe('1.0.0');
    folder.writePackage('a/node_modules/@acme/foo', { name: '@acme/foo', version: '2.0.0' }, '');
    expect((await locatePackage(reference, folders, pluginPath)).found?.packageVersion).toBe('2.0.0');
  });

  it('finds what is installed beside this package last', async () => {
    const { found } = await locatePackage(parsePluginReference('pino'), [folder.path], []);
    expect(found?.file).toContain('/node_modules/pino/');
  });

  it('names the node_modules that exist, and plugin.path, when there is none', async () => {
    folder.write('node_modules/other/package.json', '{}');
    const { found, searched } = await locatePackage(reference, [`${folder.path}/a`], ['/top']);
    expect(found).toBeUndefined();
    expect(searched.slice(0, 2)).toEqual([`${folder.path}/node_modules`, '/top']);
  });

  it('reports a package without an entry, and one whose package.json is no JSON', async () => {
    folder.write('node_modules/@acme/foo/package.json', '{ "name": "@acme/foo" }');
    expect((await rejection(locatePackage(reference, [folder.path], []))).message).toContain('has no module @acme/foo');
    folder.write('top/broken/package.json', '{');
    const broken = rejection(locatePackage(parsePluginReference('broken'), [], [`${folder.path}/top`]));
    expect((await broken).message).toContain(`${folder.path}/top/broken/package.json cannot be read`);
  });
});

describe('modulesOfPluginPath', () => {
  it('finds packages, folders with an index and single files, and nothing else', async () => {
    folder.writePackage('b-package', { name: 'b-package', version: '1.0.0' }, '');
    folder.write('a-folder/index.mjs', '');
    folder.write('c-single.ts', '');
    folder.write('README.md', '');
    folder.write('.hidden.js', '');
    folder.write('empty/notes.txt', '');
    const modules = await modulesOfPluginPath([folder.path, `${folder.path}/nowhere`]);
    expect(modules.map(({ file }) => file.slice(folder.path.length + 1))).toEqual([
      ...['a-folder/index.mjs', 'b-package/main.js', 'c-single.ts'],
    ]);
  });
});
