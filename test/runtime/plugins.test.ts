import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SourceConnector } from '../../src/api/source-connector';
import { ConfigError, ConnectError } from '../../src/errors';
import { Plugins } from '../../src/runtime/plugins';
import { VERSION } from '../../src/version';

const SOURCE = (name: string, version = '7.1') => `
  export class ${name} extends SourceConnector {
    version() { return '${version}'; }
    config() { return new ConfigDef(); }
    start() {}
    taskClass() { return class extends SourceTask {}; }
    taskConfigs() { return [{}]; }
    stop() {}
  }`;
const API = '{ ConfigDef, SourceConnector, SourceTask }';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugins-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function esModule(...classes: string[]): string {
  return `import ${API} from 'connect-standalone';\n${classes.join('\n')}`;
}

function commonJs(name: string): string {
  return `const ${API} = require('connect-standalone');\n${SOURCE(name).replace('export class', `exports.${name} = class`)}`;
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error('did not fail');
    },
    (error: unknown) => error as Error,
  );
}

describe('Plugins, asked for what is shipped', () => {
  it.each(['org.apache.kafka.connect.storage.StringConverter', 'StringConverter', 'String', ' String '])(
    'takes the Java class or its alias: %p',
    async (reference) => {
      const plugin = await new Plugins().load('converter', reference);
      expect(plugin).toMatchObject({
        className: 'org.apache.kafka.connect.storage.StringConverter',
        simpleName: 'StringConverter',
        kinds: ['converter', 'header_converter'],
        version: VERSION,
        location: 'classpath',
      });
      const converter = plugin.create();
      converter.configure({ 'converter.type': 'value' }, false);
      expect(converter.fromConnectData('t', { schema: null, value: 'x' }, null)).toEqual('x');
    },
  );

  it('makes a new instance each time', async () => {
    const plugin = await new Plugins().load('configprovider', 'EnvVar');
    expect(plugin.create()).not.toBe(plugin.create());
  });

  it('answers the same question with the same descriptor', async () => {
    const plugins = new Plugins();
    expect(await plugins.load('converter', 'String')).toBe(await plugins.load('converter', 'String'));
  });

  it('minds the case of letters', async () => {
    await expect(new Plugins().load('converter', 'string')).rejects.toThrow('Class string could not be found.');
  });

  it('refuses a class of another kind by what it is', async () => {
    const error = await failure(new Plugins().load('predicate', 'org.apache.kafka.connect.storage.StringConverter'));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      'Class org.apache.kafka.connect.storage.StringConverter is no predicate: it is a converter or header converter.',
    );
  });

  it('suggests the nested classes for the base class of a transformation', async () => {
    const error = await failure(new Plugins().load('transformation', 'org.apache.kafka.connect.transforms.Cast'));
    expect(error.message).toContain('is abstract and cannot be created');
    expect(error.message).toContain(
      'org.apache.kafka.connect.transforms.Cast$Key or org.apache.kafka.connect.transforms.Cast$Value',
    );
  });
});

describe('Plugins, asked for a file', () => {
  it('gives TypeScript far from here the running copy of connect-standalone', async () => {
    write('my-source.ts', `${esModule(SOURCE('MySource'))}\nexport const limit: number = 3;`);
    const plugin = await new Plugins().loadConnector('./my-source.ts', [folder]);
    expect(plugin).toMatchObject({
      className: './my-source.ts',
      simpleName: 'MySource',
      kinds: ['source'],
      version: '7.1',
      location: join(folder, 'my-source.ts'),
    });
    expect(plugin.create()).toBeInstanceOf(SourceConnector);
  });

  it.each([
    ['an ES module', 'a.mjs', esModule(SOURCE('A'))],
    ['a CommonJS module', 'a.cjs', commonJs('A')],
    ['a .js file with ES syntax', 'a.js', esModule(SOURCE('A'))],
    ['a .js file with CommonJS syntax', 'a.js', commonJs('A')],
    ['a .mts file', 'a.mts', esModule(SOURCE('A'))],
    ['a .cts file', 'a.cts', commonJs('A')],
    ['a default export', 'a.ts', `${esModule(SOURCE('A'))}\nexport { A as default };`],
    ['top-level await', 'a.ts', `${esModule(SOURCE('A'))}\nawait Promise.resolve();`],
  ])('reads %s', async (_what, name, text) => {
    write(name, text);
    const plugin = await new Plugins().loadConnector(`./${name}`, [folder]);
    expect(plugin.simpleName).toBe('A');
    expect(plugin.create()).toBeInstanceOf(SourceConnector);
  });
});
