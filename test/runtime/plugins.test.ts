import { SourceConnector } from '../../src/api/source-connector';
import { ConfigError, ConnectError } from '../../src/errors';
import { Plugins } from '../../src/runtime/plugins';
import { VERSION } from '../../src/version';
import { CJS_IMPORT, CONVERTER, ES_IMPORT, PluginFolder, rejection, sourceConnector } from '../support/plugin-folder';

let folder: PluginFolder;
let plugins: Plugins;

beforeEach(() => {
  folder = new PluginFolder();
  plugins = new Plugins();
});

afterEach(() => folder.remove());

describe('Plugins, asked for what is shipped', () => {
  it.each(['org.apache.kafka.connect.storage.StringConverter', 'StringConverter', 'String', ' String '])(
    'takes the Java class or its alias: %p',
    async (reference) => {
      const plugin = await plugins.load('converter', reference);
      expect(plugin).toMatchObject({
        className: 'org.apache.kafka.connect.storage.StringConverter',
        simpleName: 'StringConverter',
        kinds: ['converter', 'header_converter'],
        version: VERSION,
        location: 'classpath',
      });
      const converter = plugin.create();
      converter.configure({ 'converter.type': 'value' }, false);
      expect(converter.fromConnectData('t', { schema: null, value: 'x' }, null)).toBe('x');
    },
  );

  it('makes a new instance each time', async () => {
    const plugin = await plugins.load('configprovider', 'EnvVar');
    expect(plugin.create()).not.toBe(plugin.create());
  });

  it('answers the same question with the same descriptor', async () => {
    expect(await plugins.load('converter', 'String')).toBe(await plugins.load('converter', 'String'));
  });

  it('minds the case of letters', async () => {
    await expect(plugins.load('converter', 'string')).rejects.toThrow('Class string could not be found.');
  });

  it('refuses a class of another kind by what it is', async () => {
    const error = await rejection(plugins.load('predicate', 'org.apache.kafka.connect.storage.StringConverter'));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      'Class org.apache.kafka.connect.storage.StringConverter does not implement the Predicate interface: it is a converter or header converter.',
    );
  });

  it.each(['org.apache.kafka.connect.transforms.Cast', 'Cast'])(
    'suggests the nested classes for %s, which is abstract',
    async (name) => {
      const error = await rejection(plugins.load('transformation', name));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toBe(
        `Class ${name}: This class is abstract and cannot be created. Did you mean ` +
          'org.apache.kafka.connect.transforms.Cast$Key, org.apache.kafka.connect.transforms.Cast$Value?',
      );
    },
  );
});

describe('Plugins, asked for a file', () => {
  it('gives TypeScript far from here the running copy of connect-standalone', async () => {
    const file = folder.write(
      'my-source.ts',
      `${ES_IMPORT} export const MySource = ${sourceConnector()}; export const limit: number = 3;`,
    );
    const plugin = await plugins.loadConnector('./my-source.ts', [folder.path]);
    expect(plugin).toMatchObject({
      className: './my-source.ts',
      simpleName: 'MySource',
      kinds: ['source'],
      version: '7.1',
      location: file,
    });
    expect(plugin.create()).toBeInstanceOf(SourceConnector);
  });

  it('takes the first folder that has it, then the working directory', async () => {
    const other = new PluginFolder();
    other.write('a.mjs', `${ES_IMPORT} export const Other = ${sourceConnector()};`);
    folder.write('a.mjs', `${ES_IMPORT} export const Own = ${sourceConnector()};`);
    const cwd = jest.spyOn(process, 'cwd').mockReturnValue(other.path);
    expect((await plugins.loadConnector('./a.mjs', ['/nowhere', folder.path])).simpleName).toBe('Own');
    expect((await plugins.loadConnector('./a.mjs', ['/nowhere'])).simpleName).toBe('Other');
    cwd.mockRestore();
    other.remove();
  });

  it('says in one error where it looked and how paths are taken', async () => {
    const error = await rejection(plugins.loadConnector('./nope.ts', [folder.path]));
    expect(error.constructor).toBe(ConnectError);
    expect(error.message).toMatch(
      /^Failed to find any class that implements Connector and which name matches \.\/nope\.ts, available connectors are: .*FileStreamSinkConnector, .*FileStreamSourceConnector\. /,
    );
    expect(error.message).toContain(`Looked in ${folder.path}/nope.ts, ${process.cwd()}/nope.ts.`);
    expect(error.message).toContain('relative to the folder of the connector file');
  });

  it('looks again after a failure', async () => {
    await rejection(plugins.loadConnector('./late.cjs', [folder.path]));
    folder.write('late.cjs', `${CJS_IMPORT} exports.Late = ${sourceConnector()};`);
    expect((await plugins.loadConnector('./late.cjs', [folder.path])).simpleName).toBe('Late');
  });
});

describe('Plugins, asked for an npm package', () => {
  it('finds it in the node_modules of the connector file, with its version and the export asked for', async () => {
    const text = `${CJS_IMPORT} exports.A = ${sourceConnector('')}; exports.B = ${sourceConnector('')};`;
    folder.writePackage('node_modules/@acme/connect-foo', { name: '@acme/connect-foo', version: '1.2.3' }, text);
    const plugin = await plugins.load('source', '@acme/connect-foo#B', [`${folder.path}/connectors`]);
    expect(plugin).toMatchObject({ className: '@acme/connect-foo#B', simpleName: 'B', version: '1.2.3' });
    const error = await rejection(plugins.loadConnector('@acme/connect-foo', [folder.path]));
    expect(error.message).toContain('add #A or #B');
  });

  it('tells how to install one that is not there', async () => {
    const error = await rejection(plugins.load('converter', '@acme/connect-nope', [folder.path]));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/^Class @acme\/connect-nope could not be found\. Looked in .*node_modules/);
    expect(error.message).toContain('npm i @acme/connect-nope');
  });
});

describe('Plugins, asked for a Java class that is not shipped', () => {
  it('says that Java plugins cannot be loaded', async () => {
    const error = await rejection(plugins.loadConnector('io.confluent.connect.jdbc.JdbcSinkConnector'));
    expect(error.message).toContain('a Java plugin that is not shipped here');
  });

  it('knows the right package of a shipped one', async () => {
    const error = await rejection(plugins.load('converter', 'org.apache.kafka.connect.converters.JsonConverter'));
    expect(error.message).toBe(
      'Class org.apache.kafka.connect.converters.JsonConverter could not be found. ' +
        'Did you mean org.apache.kafka.connect.json.JsonConverter?',
    );
  });
});

describe('Plugins with a plugin.path', () => {
  beforeEach(() => {
    folder.write('top/single-sink.cjs', `${CJS_IMPORT} exports.TinyConnector = ${sourceConnector()};`);
    folder.writePackage(
      'top/pkg',
      { name: 'pkg', version: '2.0.0' },
      `${CJS_IMPORT} exports.PkgConverter = ${CONVERTER};`,
    );
    plugins = new Plugins({ pluginPath: [`${folder.path}/top`] });
  });

  it('knows what lies there by alias', async () => {
    expect(await plugins.loadConnector('Tiny')).toMatchObject({ simpleName: 'TinyConnector' });
    expect(await plugins.load('converter', 'PkgConverter')).toMatchObject({ className: 'pkg#PkgConverter' });
  });

  it('lists it among what is shipped, each kind sorted by name, in the order of kinds that Java has', async () => {
    const list = await plugins.list();
    expect([...new Set(list.map(({ type }) => type))]).toEqual([
      ...['sink', 'source', 'transformation', 'predicate', 'converter', 'header_converter'],
    ]);
    expect(list.filter(({ type }) => type === 'source')).toEqual([
      { class: `${folder.path}/top/single-sink.cjs#TinyConnector`, type: 'source', version: '7.1' },
      { class: 'org.apache.kafka.connect.file.FileStreamSourceConnector', type: 'source', version: VERSION },
    ]);
    expect(list).toContainEqual({ class: 'pkg#PkgConverter', type: 'converter', version: '2.0.0' });
  });
});

describe('The inventory', () => {
  it('has plugins of every kind, each with the short names that lead to it', async () => {
    const all = await plugins.inventory();
    const json = all.find(({ simpleName }) => simpleName === 'JsonConverter');
    expect(json).toMatchObject({
      kinds: ['converter', 'header_converter'],
      aliases: ['JsonConverter', 'Json'],
      version: VERSION,
    });
    const kinds = new Set(all.flatMap((plugin) => plugin.kinds));
    expect([...kinds].sort()).toEqual([
      ...[
        'configprovider',
        'converter',
        'header_converter',
        'predicate',
        'rest_extension',
        'sink',
        'source',
        'transformation',
      ],
    ]);
    for (const { className, aliases } of all) {
      for (const alias of aliases) expect((await plugins.loadAny([...kinds], alias)).className).toBe(className);
    }
  });

  it('has no short name that stands for something else, or for nothing before the file was named', async () => {
    folder.write(
      'path/a.js',
      `${CJS_IMPORT}exports.JsonConverter = ${CONVERTER}; exports.OwnConverter = ${CONVERTER};`,
    );
    const file = folder.write('b.js', `${CJS_IMPORT}exports.Elsewhere = ${CONVERTER};`);
    plugins = new Plugins({ pluginPath: [`${folder.path}/path`] });
    await plugins.load('converter', file);
    const own = (await plugins.inventory()).filter(({ location }) => location !== 'classpath');
    expect(own.map(({ simpleName, aliases }) => [simpleName, aliases])).toEqual([
      ['Elsewhere', []],
      ['JsonConverter', []],
      ['OwnConverter', ['OwnConverter', 'Own']],
    ]);
  });
});
