import { listPlugins, type PluginsOptions } from '../../../src/cli/plugins/plugins-listing';
import { Secrets } from '../../../src/config/secrets';
import { fakeConversation, type FakeConversation } from '../../support/fake-conversation';
import { CJS_IMPORT, CONVERTER, PluginFolder, sourceConnector } from '../../support/plugin-folder';

let folder: PluginFolder;
let talk: FakeConversation;
let options: PluginsOptions;

beforeEach(() => {
  folder = new PluginFolder();
  talk = fakeConversation();
  options = { secrets: new Secrets(), conversation: talk };
});

afterEach(() => folder.remove());

const printed = () => talk.printed.join('');

describe('plugins list', () => {
  it('shows what is shipped: a line for each kind, with class, short name, version and where from', async () => {
    await expect(listPlugins(undefined, [], options)).resolves.toBe(0);
    expect(printed().split('\n')[0]).toBe('type\tclass\tshort name\tversion\tfrom');
    expect(printed()).toMatch(
      /^sink\torg\.apache\.kafka\.connect\.file\.FileStreamSinkConnector\tFileStreamSink\t\S+\tbuilt in$/m,
    );
    for (const type of ['converter', 'header_converter']) {
      expect(printed()).toMatch(
        new RegExp(`^${type}\torg\\.apache\\.kafka\\.connect\\.json\\.JsonConverter\tJson\t`, 'm'),
      );
    }
    expect(printed()).toMatch(/^configprovider\t.*\.FileConfigProvider\tFile\t/m);
    expect(printed()).toMatch(/^rest_extension\t/m);
  });

  it('shows what lies on plugin.path of a worker, with its short name', async () => {
    folder.writePackage(
      'path/foo',
      { name: '@acme/foo', version: '1.2.3' },
      `${CJS_IMPORT}exports.AcmeSourceConnector = ${sourceConnector('')};`,
    );
    const worker = folder.write('worker.properties', `plugin.path=${folder.path}/path\n`);
    await listPlugins(worker, [], { ...options, json: true, type: 'connector' });
    expect((JSON.parse(printed()) as { plugins: object[] }).plugins).toContainEqual({
      class: '@acme/foo#AcmeSourceConnector',
      type: 'source',
      version: '1.2.3',
      alias: 'AcmeSource',
      from: `${folder.path}/path/foo/main.js`,
    });
  });

  it('needs no file for it: --set will do', async () => {
    folder.write('path/foo.js', `${CJS_IMPORT}exports.OwnConverter = ${CONVERTER};`);
    await listPlugins(undefined, [], { ...options, set: [`plugin.path=${folder.path}/path`], type: 'converter' });
    expect(printed()).toMatch(/^converter\t\S+foo\.js#OwnConverter\tOwn\t-\t\S+foo\.js$/m);
  });

  it('shows what connectors name, without a short name, and says what they name in vain', async () => {
    folder.write('own.js', `${CJS_IMPORT}exports.Own = ${sourceConnector()};`);
    const worker = folder.write('w.properties', '');
    const connector = folder.write('c.properties', 'name=c\nconnector.class=./own.js\nvalue.converter=Jsn\n');
    await listPlugins(worker, [connector], { ...options, type: 'source' });
    expect(printed()).toMatch(/^source\t\.\/own\.js\t-\t7\.1\t\S+own\.js$/m);
    expect(talk.said.join()).toMatch(/c\.properties:3: value\.converter=Jsn/);
  });

  it('is a table on a terminal', async () => {
    talk.isTerminal = true;
    await listPlugins(undefined, [], { ...options, type: 'predicate' });
    expect(printed()).toMatch(/^┌─/);
    expect(printed()).not.toContain('FileStream');
  });

  it('rejects for a worker file that is not there', async () => {
    await expect(listPlugins('/no/such.properties', [], options)).rejects.toThrow(
      '/no/such.properties: there is no such file',
    );
  });
});
