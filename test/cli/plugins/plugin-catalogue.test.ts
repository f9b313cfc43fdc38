import { openCatalogue } from '../../../src/cli/plugins/plugin-catalogue';
import { Secrets } from '../../../src/config/secrets';
import { CJS_IMPORT, PluginFolder, sourceConnector } from '../../support/plugin-folder';

let folder: PluginFolder;
const secrets = new Secrets();

beforeEach(() => (folder = new PluginFolder()));
afterEach(() => folder.remove());

describe('The catalogue', () => {
  it('looks for references beside the connectors, then beside the worker', async () => {
    const worker = folder.write('w/w.properties', '');
    const connector = folder.write('c/c.properties', 'name=c\nconnector.class=FileStreamSink\ntopics=t\n');
    const { folders } = await openCatalogue({ worker, connectors: [connector], secrets });
    expect(folders).toEqual([`${folder.path}/c`, `${folder.path}/w`]);
  });

  it('reads a bundle as a run does', async () => {
    folder.write('own.js', `${CJS_IMPORT}exports.Own = ${sourceConnector()};`);
    const worker = folder.write('p.ini', '[worker]\nplugin.path=none\n[connector "c"]\nconnector.class=./own.js\n');
    const { plugins, missing } = await openCatalogue({ worker, connectors: [], secrets });
    expect(missing).toEqual([]);
    expect((await plugins.inventory()).map(({ className }) => className)).toContain('./own.js');
  });

  it('needs neither worker nor network', async () => {
    const { folders, missing } = await openCatalogue({ worker: undefined, connectors: [], secrets });
    expect({ folders, missing }).toEqual({ folders: [], missing: [] });
  });
});
