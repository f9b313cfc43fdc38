import { describeByName } from '../../../src/cli/plugins/plugin-description';
import type { PluginsOptions } from '../../../src/cli/plugins/plugins-listing';
import { examine } from '../../../src/cli/check';
import { Secrets } from '../../../src/config/secrets';
import { BUILTIN_PLUGINS } from '../../../src/runtime/builtin-plugins';
import { fakeConversation, type FakeConversation } from '../../support/fake-conversation';
import { CJS_IMPORT, PluginFolder } from '../../support/plugin-folder';

let folder: PluginFolder;
let talk: FakeConversation;

beforeEach(() => {
  folder = new PluginFolder();
  talk = fakeConversation();
});

afterEach(() => folder.remove());

type Options = Partial<PluginsOptions> & { readonly all?: boolean; readonly worker?: string };

async function describeIt(reference: string, { worker, ...options }: Options = {}) {
  talk.printed.length = 0;
  const all = { secrets: new Secrets(), conversation: talk, ...options };
  const code = await describeByName({ reference, worker, connectors: [] }, all);
  return { code, text: talk.printed.join(''), said: talk.said.join('\n') };
}

interface Described {
  readonly class: string;
  readonly types: readonly string[];
  readonly settings: readonly { name: string; required: boolean; valid: string | null; dependents: string[] }[];
  readonly common: readonly { name: string }[];
  readonly example: string;
}

async function describedAsJson(reference: string, options: Options = {}): Promise<Described> {
  return JSON.parse((await describeIt(reference, { ...options, json: true })).text) as Described;
}

const OWN_SINK = `const { ConfigDef, SinkConnector } = require('connect-standalone');
  const base = { importance: 'HIGH', doc: 'What it is.' };
  exports.OwnSink = class extends SinkConnector {
    version() { return '3.2.1'; }
    config() {
      return new ConfigDef()
        .define({ ...base, name: 'auth.type', type: 'STRING', default: 'none', group: 'Access', dependents: ['auth.user'] })
        .define({ ...base, name: 'auth.user', type: 'STRING', default: null, group: 'Access' })
        .define({ ...base, name: 'hidden', type: 'STRING', default: '', internal: true })
        .define({ ...base, name: 'server.url', type: 'STRING', group: 'Server' });
    }
    start() {} taskClass() {} taskConfigs() { return []; } stop() {}
  };`;

describe('plugins describe', () => {
  it('prints the definition of each setting, and an example', async () => {
    const { code, text } = await describeIt('FileStreamSource');
    expect(code).toBe(0);
    expect(text).toMatch(
      /^org\.apache\.kafka\.connect\.file\.FileStreamSourceConnector\nsource connector, version \S+, built in\n/,
    );
    expect(text).toContain(
      '- `topic`\n  The topic to which lines go.\n  (type string; required; valid: non-empty string; importance high)\n',
    );
    expect(text).toContain('(type int; default `2000`; importance low)');
    expect(text).toMatch(/\nExample:\n\nname=file-stream-source\nconnector\.class=\S+\ntopic=my-topic\n/);
  });

  it('groups the settings of a file of one’s own, names their dependents, and leaves out what is internal', async () => {
    const file = folder.write('own-sink.ts', OWN_SINK);
    const { text } = await describeIt(file);
    expect(text).toContain(`${file}\nsink connector, version 3.2.1, ${file}\n`);
    expect(text).toMatch(
      /\nSettings, Access:\n\n- `auth\.type`[^]+matters to: auth\.user\)[^]+\nSettings, Server:\n\n- `server\.url`/,
    );
    expect(text).not.toContain('hidden');
    expect(text).toContain(
      `\nconnector.class=${file}\ntopics=my-topic\nserver.url=http://localhost:8080\n#auth.type=none\n`,
    );
  });

  it('finds a file beside the worker, and short names on its plugin.path', async () => {
    folder.write('own-sink.ts', OWN_SINK);
    folder.write('path/other.js', OWN_SINK);
    const worker = folder.write('w.properties', `plugin.path=${folder.path}/path\n`);
    expect((await describeIt('./own-sink.ts', { worker })).text).toContain('connector.class=./own-sink.ts\n');
    expect((await describeIt('OwnSink', { worker })).text).toContain('/path/other.js#OwnSink\n');
  });

  it('tells settings that all have by name, and with --all in full', async () => {
    expect((await describeIt('FileStreamSink')).text).toContain('(--all describes them): name, ');
    expect((await describeIt('FileStreamSink', { all: true })).text).toContain(
      '- `errors.deadletterqueue.topic.name`\n',
    );
    expect((await describeIt('Cast', { all: true })).text).toContain('- `negate`\n');
  });

  it('takes one of Java’s base classes for the classes in it', async () => {
    const { text } = await describeIt('Cast');
    expect(text).toMatch(/^\S+Cast\$Value\n[^]+\nvariants: \S+Cast\$Key, \S+Cast\$Value\n/);
    expect((await describeIt('Cast$Key')).text).toMatch(/^\S+Cast\$Key\n/);
  });

  it('tells what the plugin is as one type where only that is asked for', async () => {
    expect((await describeIt('Json')).text).toMatch(/\nconverter and header converter, /);
    const { text } = await describeIt('Json', { type: 'header_converter' });
    expect(text).toMatch(/\nheader converter, /);
    expect(text).not.toContain('value.converter');
  });

  it('prints JSON with the members that the REST API has', async () => {
    const { settings, common, example, ...rest } = await describedAsJson('FileStreamSource');
    expect(rest).toMatchObject({
      types: ['source'],
      from: 'built in',
      aliases: ['FileStreamSourceConnector', 'FileStreamSource'],
    });
    expect(settings.map(({ name, required, valid }) => [name, required, valid])).toEqual([
      ['topic', true, 'non-empty string'],
      ['file', false, null],
      ['batch.size', false, null],
    ]);
    expect(common.map(({ name }) => name)).toContain('tasks.max');
    expect(example).toContain('topic=my-topic\n');
  });

  it.each([
    [
      'FileStreamSnik',
      {},
      /There is no plugin FileStreamSnik\. Looked among the \d+ known ones\. Did you mean \S+FileStreamSinkConnector\?/,
    ],
    ['./no-such.ts', {}, /There is no plugin \.\/no-such\.ts\. Looked among the \d+ known ones, \/\S+\/no-such\.ts\./],
    ['@acme/none', {}, /no plugin @acme\/none\..+npm i @acme\/none/],
    ['FileStreamSink', { type: 'converter' }, /FileStreamSink is the name of \S+FileStreamSinkConnector/],
    ['Jsn', { type: 'connector' }, /Failed to find any class that implements Connector and which name matches Jsn/],
  ] as [string, Options, RegExp][])(
    'ends with 78 for %s and says what was searched and is near',
    async (name, options, said) => {
      const result = await describeIt(name, options);
      expect(result).toMatchObject({ code: 78, text: '' });
      expect(result.said).toMatch(said);
    },
  );

  it('ends with 78 for a file that does not load, and says why', async () => {
    const { code, said } = await describeIt(folder.write('broken.ts', 'throw new Error("so broken");'));
    expect({ code, said }).toMatchObject({ code: 78, said: expect.stringContaining('so broken') as string });
  });

  it('ends with 78 for a file with nothing in it', async () => {
    const { said } = await describeIt(folder.write('empty.ts', `${CJS_IMPORT}exports.x = 1;`));
    expect(said).toMatch(/it exports no /);
  });
});

describe('The example of a plugin that is shipped', () => {
  const worker = `bootstrap.servers=localhost:9092
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
offset.storage.file.filename=/tmp/none/connect.offsets
`;
  const sink = 'name=s\nconnector.class=FileStreamSink\ntopics=t\n';

  /** What `check` finds where the example is used. */
  async function findingsOf(example: string, isOfWorker: boolean): Promise<string[]> {
    const path = folder.write('w.properties', isOfWorker ? worker + example : worker);
    const isConnector = /^connector\.class=/m.test(example);
    const connector = folder.write('c.properties', isOfWorker ? sink : isConnector ? example : sink + example);
    const options = { secrets: new Secrets(), rest: false, onCorruptOffsets: 'empty', offline: true } as const;
    const { findings } = await examine(path, [connector], options);
    return findings
      .filter(({ kind }) => kind !== 'offset-file-unwritable' && kind !== 'offset-file')
      .map(({ key, message }) => `${key}: ${message}`);
  }

  it.each(BUILTIN_PLUGINS.map(({ className, kinds }) => [className, kinds[0]] as const))(
    'is taken as it is: %s',
    async (className, kind) => {
      const { example, class: described } = await describedAsJson(className);
      expect(described).toBe(className);
      expect(await findingsOf(example, kind === 'configprovider' || kind === 'rest_extension')).toEqual([]);
    },
  );
});
